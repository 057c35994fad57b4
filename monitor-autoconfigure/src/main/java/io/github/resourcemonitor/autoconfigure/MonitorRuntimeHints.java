package io.github.resourcemonitor.autoconfigure;

import java.nio.channels.ByteChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.util.ClassUtils;

/**
 * What the monitor looks up by name or by reflection, for native images. Types are named,
 * because their libraries are optional.
 */
final class MonitorRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.resources().registerPattern("io/github/resourcemonitor/google/*.methods");
		method(hints, classLoader, "java.lang.Thread", "isVirtual");
		method(hints, classLoader, "com.google.common.util.concurrent.ListenableFuture", "addListener", Runnable.class,
				Executor.class);
		method(hints, classLoader, "com.google.api.core.ApiFuture", "addListener", Runnable.class, Executor.class);
		method(hints, classLoader, "com.google.api.client.http.HttpTransport", "buildRequest", String.class,
				String.class);
		method(hints, classLoader, "com.google.cloud.storage.HttpStorageOptions$Builder", "build");
		method(hints, classLoader, "com.google.cloud.storage.GrpcStorageOptions", "getGrpcInterceptorProvider");
		fields(hints, classLoader, "com.google.cloud.storage.transfermanager.TransferManagerImpl");
		fields(hints, classLoader, "org.springframework.web.client.DefaultRestClient");
		fields(hints, classLoader, "org.springframework.web.client.DefaultRestClientBuilder");
		method(hints, classLoader, "org.springframework.http.client.support.InterceptingHttpAccessor",
				"getRequestFactory");
		for (Class<?> channel : List.of(ReadableByteChannel.class, WritableByteChannel.class, ByteChannel.class,
				SeekableByteChannel.class)) {
			hints.proxies().registerJdkProxy(channel);
		}
		proxy(hints, classLoader, "com.google.cloud.ReadChannel");
		proxy(hints, classLoader, "com.google.cloud.WriteChannel");
		proxy(hints, classLoader, "com.google.cloud.storage.transfermanager.TransferManager");
		proxy(hints, classLoader, "org.springframework.web.client.RestClient");
		proxy(hints, classLoader, "org.springframework.web.client.RestClient$Builder");
		proxy(hints, classLoader, "org.springframework.web.reactive.function.client.WebClient");
		proxy(hints, classLoader, "org.springframework.web.reactive.function.client.WebClient$Builder");
	}

	private static void method(RuntimeHints hints, @Nullable ClassLoader classLoader, String type, String name,
			Class<?>... parameters) {
		hints.reflection()
			.registerTypeIfPresent(classLoader, type,
					(hint) -> hint.withMethod(name, TypeReference.listOf(parameters), ExecutableMode.INVOKE));
	}

	private static void fields(RuntimeHints hints, @Nullable ClassLoader classLoader, String type) {
		hints.reflection().registerTypeIfPresent(classLoader, type, MemberCategory.ACCESS_DECLARED_FIELDS);
	}

	private static void proxy(RuntimeHints hints, @Nullable ClassLoader classLoader, String type) {
		if (ClassUtils.isPresent(type, classLoader)) {
			hints.proxies().registerJdkProxy(TypeReference.of(type));
		}
	}

}
