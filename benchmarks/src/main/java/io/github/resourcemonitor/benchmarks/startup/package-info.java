/**
 * Minimal web applications whose startup is measured from another process.
 */
@NullMarked
package io.github.resourcemonitor.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
