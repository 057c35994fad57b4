/**
 * The application with the starter and a monitored handler.
 */
@NullMarked
package io.github.resourcemonitor.benchmarks.startup.monitored;

import org.jspecify.annotations.NullMarked;
