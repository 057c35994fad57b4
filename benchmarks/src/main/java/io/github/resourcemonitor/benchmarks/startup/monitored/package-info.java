/**
 * The application that has the starter and a handler.
 */
@NullMarked
package io.github.resourcemonitor.benchmarks.startup.monitored;

import org.jspecify.annotations.NullMarked;
