/**
 * Cost of measuring the transport of Google's storage client.
 */
@NullMarked
package io.github.resourcemonitor.benchmarks.transport;

import org.jspecify.annotations.NullMarked;
