package io.github.resourcemonitor.google;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.Storage.BlobWriteOption;
import com.google.cloud.storage.transfermanager.ParallelDownloadConfig;
import com.google.cloud.storage.transfermanager.ParallelUploadConfig;
import com.google.cloud.storage.transfermanager.TransferManager;
import com.google.common.collect.ImmutableMap;
import io.github.resourcemonitor.Invocation;
import io.github.resourcemonitor.client.ClientPostProcessor;
import io.github.resourcemonitor.client.UninstrumentedClients;
import io.github.resourcemonitor.failure.Failures;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * Wraps transfer managers that are beans in a proxy. They send requests from their own
 * threads, so each request of a transfer gets an extra header with the key of the
 * invocation that started it; the instrumented transport removes the header again. The
 * configuration that a job returns contains that option as well.
 */
public final class TransferManagerPostProcessor extends ClientPostProcessor {

	private static final String HOOK = "start of a transfer";

	private static final String CURE = "Build its TransferManagerConfig with the options of a Storage bean";

	private final TransportInstrumentation instrumentation;

	/**
	 * Create a new post-processor.
	 * @param instrumentation measures transports
	 * @param uninstrumented collects the transfer managers that cannot be measured
	 * @param failures the failures of the monitor itself
	 */
	public TransferManagerPostProcessor(TransportInstrumentation instrumentation, UninstrumentedClients uninstrumented,
			Failures failures) {
		super(HOOK, uninstrumented, failures);
		this.instrumentation = instrumentation;
	}

	@Override
	protected @Nullable Object instrument(Object bean, String beanName) {
		if (!(bean instanceof TransferManager manager) || Proxy.isProxyClass(bean.getClass())) {
			return null;
		}
		if (!Boolean.TRUE.equals(failures().attempt(HOOK, () -> isMeasured(manager)))) {
			// Nothing would remove the header again.
			reportUninstrumented(manager, beanName, "the transport of its client is not instrumented", CURE);
			return null;
		}
		return Proxy.newProxyInstance(TransferManager.class.getClassLoader(), new Class<?>[] { TransferManager.class },
				(proxy, method, args) -> invoke(manager, proxy, method, args));
	}

	/**
	 * Return whether the client of a transfer manager is instrumented. The client is not
	 * accessible, so its field is read.
	 */
	private static boolean isMeasured(TransferManager manager) {
		Field field = ReflectionUtils.findField(manager.getClass(), null, Storage.class);
		if (field == null) {
			return false;
		}
		ReflectionUtils.makeAccessible(field);
		return ReflectionUtils.getField(field, manager) instanceof Storage client
				&& client.getOptions().getTransportOptions() instanceof HttpTransportOptions transport
				&& transport.getHttpTransportFactory() instanceof InstrumentedHttpTransportFactory;
	}

	private @Nullable Object invoke(TransferManager manager, Object proxy, Method method,
			@Nullable Object @Nullable [] args) throws Throwable {
		if (args != null && args.length == 1 && method.getName().equals("equals")) {
			return proxy == args[0];
		}
		if (args != null && args.length == 2) {
			Object config = failures().attempt(HOOK, () -> marked(args[1]));
			args[1] = (config != null) ? config : args[1];
		}
		try {
			return method.invoke(manager, args);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	/**
	 * Return a configuration whose requests carry the key of the current invocation.
	 */
	private @Nullable Object marked(@Nullable Object config) {
		Invocation context = this.instrumentation.instrumenter().exchanges().invocations().capture();
		if (context != null && config instanceof ParallelUploadConfig upload) {
			List<BlobWriteOption> options = new ArrayList<>(upload.getWriteOptsPerRequest());
			options.add(BlobWriteOption.extraHeaders(header(context)));
			return ParallelUploadConfig.newBuilder()
				.setBucketName(upload.getBucketName())
				.setUploadBlobInfoFactory(upload.getUploadBlobInfoFactory())
				.setSkipIfExists(upload.isSkipIfExists())
				.setWriteOptsPerRequest(options)
				.build();
		}
		if (context != null && config instanceof ParallelDownloadConfig download) {
			List<BlobSourceOption> options = new ArrayList<>(download.getOptionsPerRequest());
			options.add(BlobSourceOption.extraHeaders(header(context)));
			return ParallelDownloadConfig.newBuilder()
				.setBucketName(download.getBucketName())
				.setStripPrefix(download.getStripPrefix())
				.setDownloadDirectory(download.getDownloadDirectory())
				.setOptionsPerRequest(options)
				.build();
		}
		return null;
	}

	private ImmutableMap<String, String> header(Invocation context) {
		return ImmutableMap.of(TransferContexts.HEADER, this.instrumentation.instrumenter().transfers().add(context));
	}

}
