/**
 * Instrumentation of the HTTP clients of Spring and Feign. Requests are measured as close
 * to the wire as possible, and nothing is buffered for it.
 */
@NullMarked
package io.github.resourcemonitor.http;

import org.jspecify.annotations.NullMarked;
