/**
 * Handling of the monitor's own failures, so that measuring never changes the call.
 */
@NullMarked
package io.github.resourcemonitor.failure;

import org.jspecify.annotations.NullMarked;
