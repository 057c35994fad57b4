/**
 * Spring's web frameworks: the end of invocations whose result is written, or becomes
 * available, after the handler has returned.
 */
@NullMarked
package io.github.resourcemonitor.web;

import org.jspecify.annotations.NullMarked;
