/**
 * The application with the AspectJ starter and an aspect.
 */
@NullMarked
package io.github.resourcemonitor.benchmarks.startup.aspect;

import org.jspecify.annotations.NullMarked;
