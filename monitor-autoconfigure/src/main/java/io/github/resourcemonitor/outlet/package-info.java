/**
 * The JSON and CSV forms of a record, and the outlets that write them.
 */
@NullMarked
package io.github.resourcemonitor.outlet;

import org.jspecify.annotations.NullMarked;
