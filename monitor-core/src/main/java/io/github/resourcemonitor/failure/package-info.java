/**
 * The one place that guards every hook, so that measuring never changes the call.
 */
@NullMarked
package io.github.resourcemonitor.failure;

import org.jspecify.annotations.NullMarked;
