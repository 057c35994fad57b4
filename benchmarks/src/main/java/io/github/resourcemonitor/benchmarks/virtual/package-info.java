/**
 * Accuracy of usage estimates for tasks on virtual threads, which have no clocks of their
 * own.
 */
@NullMarked
package io.github.resourcemonitor.benchmarks.virtual;

import org.jspecify.annotations.NullMarked;
