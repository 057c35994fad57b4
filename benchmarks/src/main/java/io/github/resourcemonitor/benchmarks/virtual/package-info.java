/**
 * How well what a task on a virtual thread used can be told, which has no clocks of its
 * own.
 */
@NullMarked
package io.github.resourcemonitor.benchmarks.virtual;

import org.jspecify.annotations.NullMarked;
