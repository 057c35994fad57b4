/**
 * The programmatic interface: what an application calls to measure an invocation.
 */
@NullMarked
package io.github.resourcemonitor;

import org.jspecify.annotations.NullMarked;
