/**
 * Impact of samplers on a load that keeps all processors busy.
 */
@NullMarked
package io.github.resourcemonitor.benchmarks.interference;

import org.jspecify.annotations.NullMarked;
