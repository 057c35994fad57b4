/**
 * Accuracy of records: concurrent invocations with known work on shared threads.
 */
@NullMarked
package io.github.resourcemonitor.benchmarks.truth;

import org.jspecify.annotations.NullMarked;
