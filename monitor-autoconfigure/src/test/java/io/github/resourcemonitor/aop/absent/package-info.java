/**
 * An application with annotated classes that are not beans now, but could be.
 */
@NullMarked
package io.github.resourcemonitor.aop.absent;

import org.jspecify.annotations.NullMarked;
