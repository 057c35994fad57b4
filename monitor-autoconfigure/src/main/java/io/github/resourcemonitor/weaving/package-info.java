/**
 * Load-time weaving: aspects for what no proxy sees.
 */
@NullMarked
package io.github.resourcemonitor.weaving;

import org.jspecify.annotations.NullMarked;
