/**
 * The application that has nothing but a controller.
 */
@NullMarked
package io.github.resourcemonitor.benchmarks.startup.plain;

import org.jspecify.annotations.NullMarked;
