/**
 * Clients of HTTP services, of Spring and Feign: the requests that they send are measured
 * next to the wire, where nothing is buffered that was not buffered before.
 */
@NullMarked
package io.github.resourcemonitor.http;

import org.jspecify.annotations.NullMarked;
