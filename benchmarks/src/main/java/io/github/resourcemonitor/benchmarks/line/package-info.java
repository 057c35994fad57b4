/**
 * What the line of a record costs.
 */
@NullMarked
package io.github.resourcemonitor.benchmarks.line;

import org.jspecify.annotations.NullMarked;
