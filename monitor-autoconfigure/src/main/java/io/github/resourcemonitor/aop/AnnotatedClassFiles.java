package io.github.resourcemonitor.aop;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.resourcemonitor.annotation.CloudServiceCall;
import io.github.resourcemonitor.annotation.MonitoredHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.ClassMetadata;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.core.type.classreading.SimpleMetadataReaderFactory;
import org.springframework.util.ClassUtils;

/**
 * The annotated classes of an application, found by scanning its class files: first for
 * the bytes of the annotations' names, which is fast, then by their metadata.
 * Meta-annotated annotations are not found.
 */
final class AnnotatedClassFiles {

	/**
	 * A scan stops after this number of class files.
	 */
	private static final int MAX_FILES = 5000;

	private static final List<Class<?>> ANNOTATIONS = List.of(MonitoredHandler.class, CloudServiceCall.class);

	private static final List<byte[]> DESCRIPTORS = bytes(ANNOTATIONS.stream().map(Class::descriptorString));

	/**
	 * Annotations of classes that are found by a scan for beans.
	 */
	private static final Set<String> STEREOTYPES = Set.of("org.springframework.stereotype.Component",
			"jakarta.inject.Named", "org.springframework.boot.context.properties.ConfigurationProperties",
			"jakarta.servlet.annotation.WebFilter", "jakarta.servlet.annotation.WebServlet",
			"jakarta.servlet.annotation.WebListener");

	/**
	 * What a class mentions that defines beans, or tells a scan or a test which beans
	 * there are.
	 */
	private static final List<byte[]> DEFINITIONS = bytes(Stream.of("org/springframework/context/",
			"org/springframework/boot/", "org/springframework/test/", "org/springframework/beans/factory/BeanRegistr",
			"org/springframework/beans/factory/config/", "org/springframework/beans/factory/support/"));

	/**
	 * What a class mentions if any class may be a bean: a scan with filters of its own,
	 * or definitions in other files.
	 */
	private static final List<byte[]> OPEN_DEFINITIONS = bytes(
			Stream.of("org/springframework/context/annotation/ComponentScan$Filter",
					"org/springframework/context/annotation/ImportResource"));

	private final List<String> packages;

	private final PathMatchingResourcePatternResolver resolver;

	private final MetadataReaderFactory readers;

	AnnotatedClassFiles(List<String> packages, @Nullable ClassLoader loader) {
		this.packages = packages;
		this.resolver = new PathMatchingResourcePatternResolver(loader);
		this.readers = new SimpleMetadataReaderFactory(loader);
	}

	private static List<byte[]> bytes(Stream<String> texts) {
		return texts.map((text) -> text.getBytes(StandardCharsets.UTF_8)).toList();
	}

	/**
	 * Find the annotated classes, without those that a scan for beans finds by
	 * themselves: if these are not beans, that is meant.
	 * @return the names of the classes
	 */
	List<String> findAnnotated() {
		List<String> result = new ArrayList<>();
		forEach((file) -> {
			if (mentionsAny(file.content(), DESCRIPTORS)) {
				addIfAnnotated(file, result);
			}
		});
		return result;
	}

	private void addIfAnnotated(ClassFile file, List<String> result) {
		try {
			MetadataReader reader = this.readers.getMetadataReader(file.resource());
			ClassMetadata type = reader.getClassMetadata();
			AnnotationMetadata annotations = reader.getAnnotationMetadata();
			boolean annotated = ANNOTATIONS.stream()
				.map(Class::getName)
				.anyMatch((name) -> annotations.hasAnnotation(name) || annotations.hasAnnotatedMethods(name));
			if (annotated && type.isConcrete() && !type.isAnnotation()
					&& STEREOTYPES.stream().noneMatch(annotations::isAnnotated)) {
				result.add(type.getClassName());
			}
		}
		catch (IOException ex) {
			// It is gone.
		}
	}

	/**
	 * Remove classes that a class of the application could define as beans, whether it
	 * does so now or not.
	 * @param names the names of classes
	 * @return the others
	 */
	List<String> withoutDefinition(List<String> names) {
		List<String> result = new ArrayList<>(names);
		if (!names.isEmpty()) {
			forEach((file) -> {
				if (mentionsAny(file.content(), OPEN_DEFINITIONS)) {
					result.clear();
				}
				if (mentionsAny(file.content(), DEFINITIONS)) {
					result.removeIf((name) -> mentions(file.content(),
							ClassUtils.convertClassNameToResourcePath(name).getBytes(StandardCharsets.UTF_8)));
				}
			});
		}
		return result;
	}

	private void forEach(Consumer<ClassFile> action) {
		int left = MAX_FILES;
		for (String name : this.packages) {
			String pattern = "classpath*:" + ClassUtils.convertClassNameToResourcePath(name) + "/**/*.class";
			try {
				for (Resource resource : this.resolver.getResources(pattern)) {
					if (left-- > 0) {
						try (InputStream stream = resource.getInputStream()) {
							action.accept(new ClassFile(resource, stream.readAllBytes()));
						}
					}
				}
			}
			catch (IOException ex) {
				// The package has no class files, for instance in a native image.
			}
		}
	}

	private static boolean mentionsAny(byte[] content, List<byte[]> wanted) {
		return wanted.stream().anyMatch((each) -> mentions(content, each));
	}

	private static boolean mentions(byte[] content, byte[] wanted) {
		for (int i = 0; i <= content.length - wanted.length; i++) {
			if (content[i] == wanted[0] && Arrays.equals(content, i, i + wanted.length, wanted, 0, wanted.length)) {
				return true;
			}
		}
		return false;
	}

	private record ClassFile(Resource resource, byte[] content) {

	}

}
