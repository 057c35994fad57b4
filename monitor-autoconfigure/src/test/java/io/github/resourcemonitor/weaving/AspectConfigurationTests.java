package io.github.resourcemonitor.weaving;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.resourcemonitor.ResourceMonitor;
import org.aspectj.lang.annotation.Aspect;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code META-INF/aop.xml}.
 */
class AspectConfigurationTests {

	private static final String ROOT = ResourceMonitor.class.getPackageName();

	@Test
	void namesBothAspects() throws Exception {
		List<String> aspects = values("aspect", "name");
		assertThat(aspects).containsExactly(MonitoredHandlerAspect.class.getName(),
				CloudServiceCallAspect.class.getName());
		for (String aspect : aspects) {
			assertThat(Class.forName(aspect)).hasAnnotation(Aspect.class);
		}
	}

	@Test
	void excludesEachPackageOfTheLibraryFromWeaving() throws Exception {
		List<String> expected = Stream.of(ResourceMonitor.class, MonitoredHandlerAspect.class)
			.map((type) -> new ClassFileImporter().importUrl(type.getProtectionDomain().getCodeSource().getLocation()))
			.flatMap(JavaClasses::stream)
			.map((type) -> type.getPackageName().substring(ROOT.length()))
			.map((name) -> name.isEmpty() ? ROOT + ".*" : ROOT + "." + name.split("\\.")[1] + "..*")
			.distinct()
			.sorted()
			.toList();
		assertThat(expected).hasSizeGreaterThan(5);
		assertThat(values("exclude", "within")).containsExactlyElementsOf(expected);
	}

	/**
	 * Includes and excludes apply to the aspects of all libraries.
	 */
	@Test
	void doesNotAffectTheWeavingOfOtherAspects() throws Exception {
		assertThat(values("include", "within")).isEmpty();
		assertThat(values("exclude", "within")).allMatch((pattern) -> pattern.startsWith(ROOT + "."));
		assertThat(values("weaver", "options")).containsExactly("");
	}

	private static List<String> values(String element, String attribute) throws Exception {
		NodeList elements = document().getElementsByTagName(element);
		List<String> result = new ArrayList<>();
		for (int i = 0; i < elements.getLength(); i++) {
			result.add(((Element) elements.item(i)).getAttribute(attribute));
		}
		return result;
	}

	private static Document document() throws Exception {
		try (InputStream stream = ResourceMonitor.class.getResourceAsStream("/META-INF/aop.xml")) {
			if (stream == null) {
				throw new IOException("No META-INF/aop.xml");
			}
			return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(stream);
		}
	}

}
