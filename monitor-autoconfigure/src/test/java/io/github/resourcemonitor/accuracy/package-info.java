/**
 * Compares readings with independent sources: the computed workload, the C library, real
 * control groups, OSHI, and other programs that read the same process.
 */
@NullMarked
package io.github.resourcemonitor.accuracy;

import org.jspecify.annotations.NullMarked;
