package io.github.resourcemonitor.google;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.auth.http.HttpTransportFactory;
import org.jspecify.annotations.Nullable;

/**
 * A factory that instruments the transports which another factory creates.
 * <p>
 * Options, and objects that hold them such as {@code com.google.cloud.storage.Blob}, are
 * serialized with only the name of this class. After deserialization they use the
 * client's default transport, which is not instrumented.
 */
public final class InstrumentedHttpTransportFactory implements HttpTransportFactory {

	private final HttpTransportFactory factory;

	private final @Nullable GoogleServiceClient client;

	private final @Nullable TransportInstrumentation instrumentation;

	/**
	 * Create a factory of default transports, as used after deserialization.
	 */
	public InstrumentedHttpTransportFactory() {
		this(NetHttpTransport::new, null, null);
	}

	InstrumentedHttpTransportFactory(HttpTransportFactory factory, @Nullable GoogleServiceClient client,
			@Nullable TransportInstrumentation instrumentation) {
		this.factory = factory;
		this.client = client;
		this.instrumentation = instrumentation;
	}

	@Override
	public HttpTransport create() {
		HttpTransport transport = this.factory.create();
		return (this.instrumentation != null) ? this.instrumentation.instrument(transport, this.client) : transport;
	}

}
