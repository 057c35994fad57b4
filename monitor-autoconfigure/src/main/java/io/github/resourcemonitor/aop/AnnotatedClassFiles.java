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
	 * does so now or not. That a class mentions itself says nothing.
	 * @param names the names of classes
	 * @return the others
	 */
	List<String> withoutDefinition(List<String> names) {
		List<Suspect> suspects = new ArrayList<>(names.stream().map(Suspect::of).toList());
		if (!names.isEmpty()) {
			forEach((file) -> {
				if (mentionsAny(file.content(), OPEN_DEFINITIONS)) {
					suspects.clear();
				}
				if (mentionsAny(file.content(), DEFINITIONS)) {
					suspects.removeIf((suspect) -> !suspect.isIn(file) && suspect.isMentionedBy(file));
				}
			});
		}
		return suspects.stream().map(Suspect::name).toList();
	}

	private void forEach(Consumer<ClassFile> action) {
		int left = MAX_FILES;
		for (String name : this.packages) {
			String pattern = "classpath*:" + ClassUtils.convertClassNameToResourcePath(name) + "/**/*.class";
			try {
				for (Resource resource : this.resolver.getResources(pattern)) {
					if (left-- > 0) {
						try (InputStream stream = resource.getInputStream()) {
							action.accept(new ClassFile(resource, resource.getURL().getPath(), stream.readAllBytes()));
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
		return indexOf(wanted, content, 0) >= 0;
	}

	private static int indexOf(byte[] wanted, byte[] content, int from) {
		for (int i = from; i <= content.length - wanted.length; i++) {
			if (content[i] == wanted[0] && Arrays.equals(content, i, i + wanted.length, wanted, 0, wanted.length)) {
				return i;
			}
		}
		return -1;
	}

	private record ClassFile(Resource resource, String location, byte[] content) {

	}

	/**
	 * An annotated class that is not a bean.
	 *
	 * @param name its name
	 * @param file where its class file is, below the root of the class path
	 * @param mention its name in class files
	 */
	private record Suspect(String name, String file, byte[] mention) {

		static Suspect of(String name) {
			String path = ClassUtils.convertClassNameToResourcePath(name);
			return new Suspect(name, "/" + path + ClassUtils.CLASS_FILE_SUFFIX, path.getBytes(StandardCharsets.UTF_8));
		}

		boolean isIn(ClassFile candidate) {
			return candidate.location().endsWith(this.file);
		}

		boolean isMentionedBy(ClassFile candidate) {
			byte[] content = candidate.content();
			int start = indexOf(this.mention, content, 0);
			while (start >= 0) {
				int end = start + this.mention.length;
				if (end == content.length || !isPartOfName(content[end])) {
					return true;
				}
				start = indexOf(this.mention, content, start + 1);
			}
			return false;
		}

		/**
		 * What follows a name in a class file is a control character or punctuation. A
		 * negative byte is part of a letter that is not ASCII.
		 */
		private static boolean isPartOfName(byte next) {
			return next < 0 || next == '_' || next == '$' || Character.isLetterOrDigit(next);
		}

	}

}
