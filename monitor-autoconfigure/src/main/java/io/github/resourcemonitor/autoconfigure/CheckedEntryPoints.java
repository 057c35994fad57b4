package io.github.resourcemonitor.autoconfigure;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.github.resourcemonitor.aop.EntryPointKind;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;

/**
 * The kinds of methods whose calls by frameworks are invocations. An invalid value stops
 * the start: if it were ignored, invocations would have no records.
 */
final class CheckedEntryPoints {

	static final String PROPERTY = "resource-monitor.entry-points";

	/**
	 * YAML has words for boolean values.
	 */
	private static final Set<String> NONE = Set.of("off", "false");

	private static final Set<String> ALL = Set.of("on", "true");

	private CheckedEntryPoints() {
	}

	/**
	 * Return whether any methods are wanted, or the value is invalid.
	 */
	static boolean areWanted(Environment environment) {
		List<String> values = values(environment);
		return !values.isEmpty() && !(values.size() == 1 && NONE.contains(values.get(0)));
	}

	/**
	 * Return the kinds of methods.
	 * @throws InvalidConfigurationPropertyValueException if a value is none
	 */
	static Set<EntryPointKind> kinds(Environment environment) {
		List<String> values = values(environment);
		if (values.size() == 1 && ALL.contains(values.get(0))) {
			return EnumSet.allOf(EntryPointKind.class);
		}
		Set<EntryPointKind> kinds = EnumSet.noneOf(EntryPointKind.class);
		values.forEach((value) -> kinds.add(kind(value)));
		return kinds;
	}

	private static List<String> values(Environment environment) {
		return Binder.get(environment)
			.bind(PROPERTY, Bindable.listOf(String.class))
			.orElseGet(List::of)
			.stream()
			.map((value) -> value.strip().toLowerCase(Locale.ROOT))
			.filter((value) -> !value.isEmpty())
			.toList();
	}

	private static EntryPointKind kind(String value) {
		return Arrays.stream(EntryPointKind.values())
			.filter((kind) -> kind.name().toLowerCase(Locale.ROOT).equals(value))
			.findFirst()
			.orElseThrow(() -> new InvalidConfigurationPropertyValueException(PROPERTY, value,
					"It is not a kind of method that frameworks call. Write 'off', 'on', or a list of 'scheduled', "
							+ "'messages' and 'events'"));
	}

}
