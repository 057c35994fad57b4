package io.github.resourcemonitor.aop;

import java.util.function.Supplier;

/**
 * A method that a framework calls.
 *
 * @param kind its kind
 * @param name the name of its invocations, determined at the first call
 * @param resultType its declared result type
 */
record EntryPoint(EntryPointKind kind, Supplier<String> name, Class<?> resultType) {

}
