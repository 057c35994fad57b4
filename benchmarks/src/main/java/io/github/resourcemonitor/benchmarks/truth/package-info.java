/**
 * Whether what records say of an invocation is true: invocations that do known work, many
 * at once, on threads that they share.
 */
@NullMarked
package io.github.resourcemonitor.benchmarks.truth;

import org.jspecify.annotations.NullMarked;
