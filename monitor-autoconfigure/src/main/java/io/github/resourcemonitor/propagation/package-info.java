/**
 * Propagation of the invocation of a thread to the threads that continue its work:
 * Micrometer's context propagation, decorators of Spring's executors.
 */
@NullMarked
package io.github.resourcemonitor.propagation;

import org.jspecify.annotations.NullMarked;
