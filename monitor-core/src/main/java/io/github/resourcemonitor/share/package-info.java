/**
 * The fair split of wall time and of process-wide usage that is not attributed to any
 * invocation.
 */
@NullMarked
package io.github.resourcemonitor.share;

import org.jspecify.annotations.NullMarked;
