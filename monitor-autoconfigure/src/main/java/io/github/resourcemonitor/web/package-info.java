/**
 * Spring's web frameworks: invocations whose result is written, or becomes known, after
 * the handler has returned it.
 */
@NullMarked
package io.github.resourcemonitor.web;

import org.jspecify.annotations.NullMarked;
