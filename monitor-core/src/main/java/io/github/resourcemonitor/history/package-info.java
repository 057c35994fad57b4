/**
 * The history of invocation records, and summaries of all invocations per handler.
 */
@NullMarked
package io.github.resourcemonitor.history;

import org.jspecify.annotations.NullMarked;
