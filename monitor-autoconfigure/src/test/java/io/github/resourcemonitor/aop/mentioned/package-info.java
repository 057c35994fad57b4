/**
 * Annotated classes whose names are in class files that do not define them as beans.
 */
@NullMarked
package io.github.resourcemonitor.aop.mentioned;

import org.jspecify.annotations.NullMarked;
