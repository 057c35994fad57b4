/**
 * Reactor: each subscription to what a handler returns is an invocation, and tasks that
 * schedulers run are followed.
 */
@NullMarked
package io.github.resourcemonitor.reactor;

import org.jspecify.annotations.NullMarked;
