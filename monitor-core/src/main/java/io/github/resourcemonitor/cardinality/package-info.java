/**
 * Limits for the number of distinct names.
 */
@NullMarked
package io.github.resourcemonitor.cardinality;

import org.jspecify.annotations.NullMarked;
