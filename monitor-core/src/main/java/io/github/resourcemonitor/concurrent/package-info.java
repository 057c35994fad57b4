/**
 * Bookkeeping that many threads share without waiting for each other, and without writing
 * to the same cache lines.
 */
@NullMarked
package io.github.resourcemonitor.concurrent;

import org.jspecify.annotations.NullMarked;
