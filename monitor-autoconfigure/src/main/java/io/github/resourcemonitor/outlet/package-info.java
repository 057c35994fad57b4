/**
 * The outlets that records go to.
 */
@NullMarked
package io.github.resourcemonitor.outlet;

import org.jspecify.annotations.NullMarked;
