/**
 * What the instrumentations of all clients share: post-processing of beans, names of
 * services, clients that are not instrumented, sizes of Spring's own types.
 */
@NullMarked
package io.github.resourcemonitor.client;

import org.jspecify.annotations.NullMarked;
