/**
 * Classes in another package that annotated classes inherit from.
 */
@NullMarked
package io.github.resourcemonitor.aop.inherited;

import org.jspecify.annotations.NullMarked;
