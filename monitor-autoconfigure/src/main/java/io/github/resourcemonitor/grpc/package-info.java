/**
 * Instrumentation of gRPC clients: an interceptor measures each attempt.
 */
@NullMarked
package io.github.resourcemonitor.grpc;

import org.jspecify.annotations.NullMarked;
