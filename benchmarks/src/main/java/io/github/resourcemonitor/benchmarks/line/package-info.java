/**
 * Cost of writing a record as a line.
 */
@NullMarked
package io.github.resourcemonitor.benchmarks.line;

import org.jspecify.annotations.NullMarked;
