/**
 * Attribution of resource usage to invocations: the clocks of threads, the accounts that
 * they charge, and the estimate for virtual threads.
 */
@NullMarked
package io.github.resourcemonitor.attribution;

import org.jspecify.annotations.NullMarked;
