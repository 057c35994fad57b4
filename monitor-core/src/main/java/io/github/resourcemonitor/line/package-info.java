/**
 * The lines that are written for the invocations of an instance: which, in what form, and
 * what they say once for all.
 */
@NullMarked
package io.github.resourcemonitor.line;

import org.jspecify.annotations.NullMarked;
