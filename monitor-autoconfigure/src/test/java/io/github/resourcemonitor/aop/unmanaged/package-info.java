/**
 * Stands in for the packages of an application, in which annotated classes are looked
 * for.
 */
@NullMarked
package io.github.resourcemonitor.aop.unmanaged;

import org.jspecify.annotations.NullMarked;
