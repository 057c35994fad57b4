/**
 * Stress tests of the parts of the monitor that many threads use without a lock around
 * them. Each test runs a few actions on threads of their own, millions of times, and
 * lists the results that are valid; any other one is a fault.
 */
@NullMarked
package io.github.resourcemonitor.stress;

import org.jspecify.annotations.NullMarked;
