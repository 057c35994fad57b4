/**
 * Readings of the process: columns, readers, the ring buffer and the sampler thread.
 */
@NullMarked
package io.github.resourcemonitor.sampling;

import org.jspecify.annotations.NullMarked;
