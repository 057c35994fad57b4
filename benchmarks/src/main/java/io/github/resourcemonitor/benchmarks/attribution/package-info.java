/**
 * What it costs that the account of an invocation follows its work.
 */
@NullMarked
package io.github.resourcemonitor.benchmarks.attribution;

import org.jspecify.annotations.NullMarked;
