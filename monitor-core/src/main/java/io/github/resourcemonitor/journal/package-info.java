/**
 * Bookkeeping that many threads share without waiting for each other.
 */
@NullMarked
package io.github.resourcemonitor.journal;

import org.jspecify.annotations.NullMarked;
