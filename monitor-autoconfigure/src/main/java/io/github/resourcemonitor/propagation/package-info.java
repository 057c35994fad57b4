/**
 * What makes the invocation of a thread that of the threads that go on with its work:
 * context propagation of Micrometer, decorators of Spring's executors.
 */
@NullMarked
package io.github.resourcemonitor.propagation;

import org.jspecify.annotations.NullMarked;
