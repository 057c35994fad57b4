package io.github.resourcemonitor.record;

import org.jspecify.annotations.Nullable;

/**
 * Where an invocation comes from.
 *
 * @param trigger what caused it
 * @param request the request that it answers; {@code null} if it does not answer one
 */
public record Origin(Trigger trigger, @Nullable HandledRequest request) {

}
