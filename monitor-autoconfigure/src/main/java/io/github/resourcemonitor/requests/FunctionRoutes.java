package io.github.resourcemonitor.requests;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.cloud.function.context.catalog.SimpleFunctionRegistry.FunctionInvocationWrapper;
import org.springframework.util.StringUtils;

/**
 * The routes of Spring Cloud Function, which serves all paths with one handler: they are
 * named by the function. The argument that a path may have is not part of them.
 */
public final class FunctionRoutes implements RouteResolver {

	private static final String ATTRIBUTES = "org.springframework.cloud.function.web.constants.WebRequestConstants.";

	private static final String FUNCTION = ATTRIBUTES + "function";

	private static final String SUPPLIER = ATTRIBUTES + "supplier";

	private static final String ARGUMENT = ATTRIBUTES + "argument";

	private final String prefix;

	private final Set<String> declared;

	/**
	 * Create new routes.
	 * @param prefix what stands before the names of functions, with a leading slash and
	 * none at the end; empty for nothing
	 * @param definition the definition that is configured, empty for none. Clients may
	 * also compose functions themselves, so that only compositions of the application's
	 * own are names
	 */
	public FunctionRoutes(String prefix, String definition) {
		this.prefix = StringUtils.trimTrailingCharacter(prefix, '/');
		this.declared = new HashSet<>();
		for (String each : StringUtils.tokenizeToStringArray(definition, ";")) {
			this.declared.add(each.replace(',', '|'));
		}
	}

	@Override
	public @Nullable String route(Function<String, @Nullable Object> attributes) {
		Object found = attributes.apply(FUNCTION);
		if (found == null) {
			found = attributes.apply(SUPPLIER);
		}
		if (!(found instanceof FunctionInvocationWrapper function)) {
			return null;
		}
		String name = function.getFunctionDefinition();
		if (function.isComposed() && !this.declared.contains(name)) {
			return null;
		}
		String path = this.prefix + "/" + name;
		return (attributes.apply(ARGUMENT) != null) ? path + "/{argument}" : path;
	}

}
