/**
 * Cost of one call through a wrapper: the monitor in several configurations, and other
 * libraries.
 */
@NullMarked
package io.github.resourcemonitor.benchmarks.wrapper;

import org.jspecify.annotations.NullMarked;
