/**
 * Cost of attributing work to invocations across threads.
 */
@NullMarked
package io.github.resourcemonitor.benchmarks.attribution;

import org.jspecify.annotations.NullMarked;
