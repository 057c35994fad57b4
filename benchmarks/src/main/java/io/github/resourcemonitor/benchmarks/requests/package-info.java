/**
 * Cost of a record for each request to Spring MVC, beside that of a handler and that of
 * Spring's observation.
 */
@NullMarked
package io.github.resourcemonitor.benchmarks.requests;

import org.jspecify.annotations.NullMarked;
