/**
 * Minimal web applications whose start is measured from outside.
 */
@NullMarked
package io.github.resourcemonitor.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
