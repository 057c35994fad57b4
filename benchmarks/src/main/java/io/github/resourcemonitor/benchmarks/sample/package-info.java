/**
 * What one sample costs, in time and in bytes.
 */
@NullMarked
package io.github.resourcemonitor.benchmarks.sample;

import org.jspecify.annotations.NullMarked;
