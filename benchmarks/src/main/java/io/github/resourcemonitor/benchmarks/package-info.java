/**
 * Benchmarks of the monitor beside its peers. Never published.
 */
@NullMarked
package io.github.resourcemonitor.benchmarks;

import org.jspecify.annotations.NullMarked;
