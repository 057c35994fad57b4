/**
 * Annotated classes like those in the packages of an application, which are scanned.
 */
@NullMarked
package io.github.resourcemonitor.aop.unmanaged;

import org.jspecify.annotations.NullMarked;
