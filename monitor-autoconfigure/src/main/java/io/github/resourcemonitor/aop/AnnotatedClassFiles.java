package io.github.resourcemonitor.aop;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

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
 * Finds the annotated classes of an application by scanning its class files: first for
 * the bytes of the annotations' names, which is fast, then by their metadata.
 * Meta-annotated annotations are not found.
 */
final class AnnotatedClassFiles {

	/**
	 * The scan stops after this number of class files.
	 */
	private static final int MAX_FILES = 5000;

	private static final List<Class<?>> ANNOTATIONS = List.of(MonitoredHandler.class, CloudServiceCall.class);

	private static final List<byte[]> DESCRIPTORS = ANNOTATIONS.stream()
		.map((type) -> type.descriptorString().getBytes(StandardCharsets.UTF_8))
		.toList();

	private AnnotatedClassFiles() {
	}

	static List<String> find(List<String> packages, @Nullable ClassLoader loader) {
		PathMatchingResourcePatternResolver resolver = new PathMatchingResourcePatternResolver(loader);
		MetadataReaderFactory readers = new SimpleMetadataReaderFactory(loader);
		List<String> result = new ArrayList<>();
		int left = MAX_FILES;
		for (String name : packages) {
			String pattern = "classpath*:" + ClassUtils.convertClassNameToResourcePath(name) + "/**/*.class";
			try {
				for (Resource file : resolver.getResources(pattern)) {
					if (left-- > 0 && mentionsAnnotation(file)) {
						addIfAnnotated(readers.getMetadataReader(file), result);
					}
				}
			}
			catch (IOException ex) {
				// The package has no class files, for instance in a native image.
			}
		}
		return result;
	}

	private static void addIfAnnotated(MetadataReader reader, List<String> result) {
		ClassMetadata type = reader.getClassMetadata();
		AnnotationMetadata annotations = reader.getAnnotationMetadata();
		boolean annotated = ANNOTATIONS.stream()
			.map(Class::getName)
			.anyMatch((name) -> annotations.hasAnnotation(name) || annotations.hasAnnotatedMethods(name));
		if (annotated && type.isConcrete() && !type.isAnnotation()) {
			result.add(type.getClassName());
		}
	}

	private static boolean mentionsAnnotation(Resource file) throws IOException {
		byte[] content;
		try (InputStream stream = file.getInputStream()) {
			content = stream.readAllBytes();
		}
		return DESCRIPTORS.stream().anyMatch((descriptor) -> contains(content, descriptor));
	}

	private static boolean contains(byte[] content, byte[] wanted) {
		for (int i = 0; i <= content.length - wanted.length; i++) {
			int j = 0;
			while (j < wanted.length && content[i + j] == wanted[j]) {
				j++;
			}
			if (j == wanted.length) {
				return true;
			}
		}
		return false;
	}

}
