/**
 * The record of an invocation and its parts, which are immutable values.
 */
@NullMarked
package io.github.resourcemonitor.record;

import org.jspecify.annotations.NullMarked;
