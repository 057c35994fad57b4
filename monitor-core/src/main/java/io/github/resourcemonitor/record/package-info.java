/**
 * The record of an invocation: values, immutable.
 */
@NullMarked
package io.github.resourcemonitor.record;

import org.jspecify.annotations.NullMarked;
