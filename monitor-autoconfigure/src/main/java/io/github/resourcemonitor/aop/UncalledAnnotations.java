package io.github.resourcemonitor.aop;

import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Set;

/**
 * Annotations because of which no framework calls a private method on a proxy: they tell
 * compilers, tools and people about the method, are honoured by proxies of their own, or
 * have the method called on the bean itself, before there is a proxy.
 */
final class UncalledAnnotations {

	/**
	 * What they begin with: packages and, where others in them have methods called,
	 * types.
	 */
	private static final List<String> PREFIXES = List.of(
			// Called on the bean itself.
			"jakarta.annotation.", "jakarta.inject.", "javax.annotation.", "javax.inject.",
			"org.springframework.beans.factory.annotation.",
			// For compilers, tools and people.
			"java.", "androidx.annotation.", "com.google.common.annotations.", "com.google.errorprone.annotations.",
			"edu.umd.cs.findbugs.annotations.", "io.micrometer.common.lang.", "io.micrometer.core.lang.",
			"jakarta.validation.", "javax.validation.", "kotlin.", "lombok.", "org.apiguardian.api.",
			"org.aspectj.lang.annotation.Pointcut", "org.checkerframework.", "org.codehaus.groovy.",
			"org.eclipse.jdt.annotation.", "org.hibernate.validator.constraints.", "org.intellij.lang.annotations.",
			"org.jetbrains.annotations.", "org.jspecify.annotations.", "org.springframework.aot.hint.annotation.",
			"org.springframework.core.annotation.", "org.springframework.lang.", "reactor.util.annotation.",
			"groovy.transform.", "io.swagger.v3.oas.annotations.",
			// Honoured by proxies, which never see a private method.
			"io.github.resilience4j.", "io.micrometer.core.annotation.", "io.micrometer.observation.annotation.",
			"io.micrometer.tracing.annotation.", "io.opentelemetry.instrumentation.annotations.",
			"jakarta.transaction.", "javax.transaction.", "net.javacrumbs.shedlock.spring.annotation.",
			"org.springframework.cache.annotation.", "org.springframework.resilience.annotation.",
			"org.springframework.retry.annotation.", "org.springframework.scheduling.annotation.Async",
			"org.springframework.security.access.", "org.springframework.transaction.annotation.",
			"org.springframework.validation.annotation.", "org.springframework.web.bind.annotation.ResponseStatus");

	/**
	 * Names that libraries and applications give to such annotations of their own.
	 */
	private static final Set<String> NAMES = Set.of("CanIgnoreReturnValue", "CheckForNull", "CheckReturnValue",
			"Contract", "Experimental", "Generated", "Internal", "NonNull", "Nonnull", "NotNull", "NullMarked",
			"NullUnmarked", "Nullable", "SuppressFBWarnings", "VisibleForTesting");

	private UncalledAnnotations() {
	}

	/**
	 * Return whether an annotation has no private method called on a proxy.
	 * @param type its type
	 * @return {@code false} if it has, or if that is not known
	 */
	static boolean includes(Class<? extends Annotation> type) {
		String name = type.getName();
		return NAMES.contains(type.getSimpleName()) || PREFIXES.stream().anyMatch(name::startsWith);
	}

}
