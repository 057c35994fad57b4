/**
 * What each thread works for, and what it used: clocks of threads, accounts, and the
 * estimate for virtual threads.
 */
@NullMarked
package io.github.resourcemonitor.attribution;

import org.jspecify.annotations.NullMarked;
