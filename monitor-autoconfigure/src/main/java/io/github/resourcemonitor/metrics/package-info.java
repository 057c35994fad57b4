/**
 * Support for Micrometer: meters from invocation records, and the trace that an
 * invocation is part of.
 */
@NullMarked
package io.github.resourcemonitor.metrics;

import org.jspecify.annotations.NullMarked;
