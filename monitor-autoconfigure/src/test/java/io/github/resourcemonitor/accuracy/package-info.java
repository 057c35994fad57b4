/**
 * Compares what the readers say with sources that know nothing of them: the workload's
 * own arithmetic, the C library, real control groups, OSHI, and other programs that look
 * at the same process from outside.
 */
@NullMarked
package io.github.resourcemonitor.accuracy;

import org.jspecify.annotations.NullMarked;
