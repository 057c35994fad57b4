/**
 * The records that are kept, and the sums over all of them.
 */
@NullMarked
package io.github.resourcemonitor.history;

import org.jspecify.annotations.NullMarked;
