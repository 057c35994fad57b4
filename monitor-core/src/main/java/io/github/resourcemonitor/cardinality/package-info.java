/**
 * Bounds the number of names that are kept.
 */
@NullMarked
package io.github.resourcemonitor.cardinality;

import org.jspecify.annotations.NullMarked;
