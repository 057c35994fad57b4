/**
 * Calls to cloud services: their number, duration and payload, and the requests that
 * clients send for them.
 */
@NullMarked
package io.github.resourcemonitor.servicecall;

import org.jspecify.annotations.NullMarked;
