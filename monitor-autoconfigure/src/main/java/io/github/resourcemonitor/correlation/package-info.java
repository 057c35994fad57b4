/**
 * Puts the id of an invocation where the application's log lines find it.
 */
@NullMarked
package io.github.resourcemonitor.correlation;

import org.jspecify.annotations.NullMarked;
