/**
 * Requests of HTTP as invocations, without annotations.
 */
@NullMarked
package io.github.resourcemonitor.requests;

import org.jspecify.annotations.NullMarked;
