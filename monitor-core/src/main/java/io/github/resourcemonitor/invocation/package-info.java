/**
 * The lifecycle of an invocation, from its start to its published record.
 */
@NullMarked
package io.github.resourcemonitor.invocation;

import org.jspecify.annotations.NullMarked;
