/**
 * Asynchronous results: when they complete, and what is done then before the caller goes
 * on.
 */
@NullMarked
package io.github.resourcemonitor.completion;

import org.jspecify.annotations.NullMarked;
