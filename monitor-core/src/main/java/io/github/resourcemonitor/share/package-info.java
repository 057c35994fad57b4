/**
 * Who gets what no thread used for an invocation: the fair split of wall time and of the
 * counters of the process.
 */
@NullMarked
package io.github.resourcemonitor.share;

import org.jspecify.annotations.NullMarked;
