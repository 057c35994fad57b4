/**
 * Cost of one sample in time and allocated bytes.
 */
@NullMarked
package io.github.resourcemonitor.benchmarks.sample;

import org.jspecify.annotations.NullMarked;
