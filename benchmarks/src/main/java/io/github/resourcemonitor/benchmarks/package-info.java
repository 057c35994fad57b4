/**
 * Benchmarks of the monitor and of comparable libraries, and code that several of them
 * use. Never published.
 */
@NullMarked
package io.github.resourcemonitor.benchmarks;

import org.jspecify.annotations.NullMarked;
