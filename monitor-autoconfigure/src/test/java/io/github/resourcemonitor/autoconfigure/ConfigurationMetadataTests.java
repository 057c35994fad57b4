package io.github.resourcemonitor.autoconfigure;

import java.io.IOException;
import java.lang.reflect.Field;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the configuration metadata of the library.
 */
class ConfigurationMetadataTests {

	@Test
	void everyPropertyHasADescription() throws Exception {
		List<String> described = new ArrayList<>();
		for (JsonNode property : metadata().get("properties")) {
			assertThat(property.path("description").asString("")).as(property.get("name").asString()).isNotBlank();
			assertThat(property.has("defaultValue")).as(property.get("name").asString()).isTrue();
			described.add(property.get("name").asString());
		}
		assertThat(described).containsAll(properties("resource-monitor", ResourceMonitorProperties.class))
			.containsAll(properties("resource-monitor.output.stdout", StandardOutputProperties.class));
	}

	@Test
	void everyAutoConfigurationIsRegistered() {
		List<String> registered = new ArrayList<>();
		ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader())
			.getCandidates()
			.stream()
			.filter((name) -> name.startsWith("io.github.resourcemonitor."))
			.forEach(registered::add);
		assertThat(registered).containsExactlyInAnyOrderElementsOf(
				List.of(MonitorContexts.AUTO_CONFIGURATIONS).stream().map(Class::getName).toList());
	}

	private static JsonNode metadata() throws IOException, URISyntaxException {
		Path classes = Path
			.of(ResourceMonitorProperties.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		return JsonMapper.shared()
			.readTree(Files.readString(classes.resolve("META-INF/spring-configuration-metadata.json")));
	}

	/**
	 * Return the names of all properties from the classes, to find those that are missing
	 * in the metadata.
	 */
	private static List<String> properties(String prefix, Class<?> type) {
		List<String> names = new ArrayList<>();
		for (Field field : type.getDeclaredFields()) {
			String name = prefix + "." + dashed(field.getName());
			if (field.getType().getEnclosingClass() == ResourceMonitorProperties.class) {
				names.addAll(properties(name, field.getType()));
			}
			else {
				names.add(name);
			}
		}
		return names;
	}

	private static String dashed(String name) {
		return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
	}

}
