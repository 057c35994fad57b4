/**
 * The lifecycle of an invocation, from its start to its published record, in three steps:
 * <ol>
 * <li>start: {@link io.github.resourcemonitor.invocation.InvocationStart}</li>
 * <li>switch: {@link io.github.resourcemonitor.invocation.CurrentContext}, by which
 * threads come to work for an invocation and leave it</li>
 * <li>end: {@link io.github.resourcemonitor.invocation.InvocationEnd}</li>
 * </ol>
 * {@link io.github.resourcemonitor.invocation.Invocations} puts them together.
 */
@NullMarked
package io.github.resourcemonitor.invocation;

import org.jspecify.annotations.NullMarked;
