/**
 * Instrumentation of Google's clients that use HTTP: their transport is wrapped so that
 * each request is measured.
 */
@NullMarked
package io.github.resourcemonitor.google;

import org.jspecify.annotations.NullMarked;
