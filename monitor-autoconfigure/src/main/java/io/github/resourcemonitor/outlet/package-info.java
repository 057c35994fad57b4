/**
 * Outlets that write invocation records.
 */
@NullMarked
package io.github.resourcemonitor.outlet;

import org.jspecify.annotations.NullMarked;
