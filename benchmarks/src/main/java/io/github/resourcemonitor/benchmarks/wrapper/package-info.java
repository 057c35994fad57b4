/**
 * What one call through a wrapper costs: ours in several configurations, and those of
 * peers.
 */
@NullMarked
package io.github.resourcemonitor.benchmarks.wrapper;

import org.jspecify.annotations.NullMarked;
