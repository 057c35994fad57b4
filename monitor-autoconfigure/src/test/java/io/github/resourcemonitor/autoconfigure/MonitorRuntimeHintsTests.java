package io.github.resourcemonitor.autoconfigure;

import java.util.List;

import io.github.resourcemonitor.google.TransportInstrumentation;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.ExecutableHint;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeHint;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.util.ClassUtils;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MonitorRuntimeHints}.
 */
class MonitorRuntimeHintsTests {

	private final RuntimeHints hints = new RuntimeHints();

	private void register() {
		new MonitorRuntimeHints().registerHints(this.hints, getClass().getClassLoader());
	}

	@Test
	void theMethodsOfGooglesInterfacesAreIncluded() {
		register();
		String folder = ClassUtils.classPackageAsResourcePath(TransportInstrumentation.class);
		for (String api : List.of("storage", "bigquery", "drive")) {
			String resource = folder + "/" + api + ".methods";
			assertThat(getClass().getClassLoader().getResource(resource)).isNotNull();
			assertThat(RuntimeHintsPredicates.resource().forResource(resource)).accepts(this.hints);
		}
	}

	@Test
	void whatIsNamedExists() throws Exception {
		register();
		List<TypeHint> types = this.hints.reflection().typeHints().toList();
		assertThat(types).hasSize(10);
		for (TypeHint type : types) {
			Class<?> named = Class.forName(type.getType().getName());
			for (ExecutableHint method : type.methods().toList()) {
				if (!method.getName().equals("isVirtual") || Runtime.version().feature() >= 21) {
					Class<?>[] parameters = method.getParameterTypes()
						.stream()
						.map(MonitorRuntimeHintsTests::load)
						.toArray(Class<?>[]::new);
					assertThat(ClassUtils.hasMethod(named, method.getName(), parameters)
							|| named.getDeclaredMethod(method.getName(), parameters) != null)
						.isTrue();
				}
			}
		}
	}

	private static Class<?> load(TypeReference type) {
		try {
			return Class.forName(type.getName());
		}
		catch (ClassNotFoundException ex) {
			throw new AssertionError(ex);
		}
	}

	@Test
	void proxiesOfClientsAreIncluded() {
		register();
		for (Class<?> type : List.of(RestClient.class, RestClient.Builder.class, WebClient.class,
				WebClient.Builder.class)) {
			assertThat(RuntimeHintsPredicates.proxies().forInterfaces(type)).accepts(this.hints);
		}
		assertThat(this.hints.proxies().jdkProxyHints()).hasSize(11);
	}

	@Test
	void librariesThatAreMissingAreLeftOut() {
		new MonitorRuntimeHints().registerHints(this.hints,
				new FilteredClassLoader("com.google", "org.springframework.web", "org.springframework.http"));
		assertThat(this.hints.reflection().typeHints()).extracting((type) -> type.getType().getName())
			.containsExactly("java.lang.Thread");
		assertThat(this.hints.proxies().jdkProxyHints()).hasSize(4);
	}

}
