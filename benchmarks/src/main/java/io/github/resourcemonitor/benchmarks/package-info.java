/**
 * Benchmarks of the monitor beside its peers, and what they share. Never published.
 */
@NullMarked
package io.github.resourcemonitor.benchmarks;

import org.jspecify.annotations.NullMarked;
