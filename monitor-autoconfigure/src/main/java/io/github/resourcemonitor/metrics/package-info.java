/**
 * Meters made of invocation records.
 */
@NullMarked
package io.github.resourcemonitor.metrics;

import org.jspecify.annotations.NullMarked;
