/**
 * Readings of the process: columns, readers, the ring and its one sampler thread.
 */
@NullMarked
package io.github.resourcemonitor.sampling;

import org.jspecify.annotations.NullMarked;
