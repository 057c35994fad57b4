/**
 * Calls to cloud services: their counts, their durations and the size of their payloads.
 */
@NullMarked
package io.github.resourcemonitor.servicecall;

import org.jspecify.annotations.NullMarked;
