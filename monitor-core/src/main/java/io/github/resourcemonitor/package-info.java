/**
 * The programmatic API, which applications use to measure invocations.
 */
@NullMarked
package io.github.resourcemonitor;

import org.jspecify.annotations.NullMarked;
