/**
 * The application with only a controller.
 */
@NullMarked
package io.github.resourcemonitor.benchmarks.startup.plain;

import org.jspecify.annotations.NullMarked;
