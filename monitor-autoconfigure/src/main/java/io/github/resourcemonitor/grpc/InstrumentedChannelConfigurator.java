package io.github.resourcemonitor.grpc;

import com.google.api.core.ApiFunction;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannelBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Adds an interceptor to each channel that is built, and then applies the application's
 * own configurator.
 */
@SuppressWarnings("rawtypes")
final class InstrumentedChannelConfigurator implements ApiFunction<ManagedChannelBuilder, ManagedChannelBuilder> {

	private final ClientInterceptor interceptor;

	private final @Nullable ApiFunction<ManagedChannelBuilder, ManagedChannelBuilder> configurator;

	InstrumentedChannelConfigurator(ClientInterceptor interceptor,
			@Nullable ApiFunction<ManagedChannelBuilder, ManagedChannelBuilder> configurator) {
		this.interceptor = interceptor;
		this.configurator = configurator;
	}

	@Override
	public ManagedChannelBuilder apply(ManagedChannelBuilder builder) {
		builder.intercept(this.interceptor);
		return (this.configurator != null) ? this.configurator.apply(builder) : builder;
	}

}
