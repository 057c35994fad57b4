/**
 * Support for Reactor: each subscription to the result of a handler is an invocation,
 * which is propagated to the tasks of schedulers.
 */
@NullMarked
package io.github.resourcemonitor.reactor;

import org.jspecify.annotations.NullMarked;
