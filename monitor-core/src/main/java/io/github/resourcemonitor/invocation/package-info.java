/**
 * An invocation from its start to its record, and the records kept.
 */
@NullMarked
package io.github.resourcemonitor.invocation;

import org.jspecify.annotations.NullMarked;
