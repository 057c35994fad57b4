/**
 * The application that has AspectJ's starter and an aspect.
 */
@NullMarked
package io.github.resourcemonitor.benchmarks.startup.aspect;

import org.jspecify.annotations.NullMarked;
