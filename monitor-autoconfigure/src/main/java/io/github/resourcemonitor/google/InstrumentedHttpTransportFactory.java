package io.github.resourcemonitor.google;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.auth.http.HttpTransportFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes the transports that another factory makes, measured.
 * <p>
 * Options are serialized with the name of this class only, and such as
 * {@code com.google.cloud.storage.Blob} with them. Read again, they have the client's
 * default transport, unmeasured.
 */
public final class InstrumentedHttpTransportFactory implements HttpTransportFactory {

	private final HttpTransportFactory factory;

	private final @Nullable String service;

	private final @Nullable TransportInstrumentation instrumentation;

	/**
	 * Create a factory of default transports, as it is read again after it was
	 * serialized.
	 */
	public InstrumentedHttpTransportFactory() {
		this(NetHttpTransport::new, null, null);
	}

	InstrumentedHttpTransportFactory(HttpTransportFactory factory, @Nullable String service,
			@Nullable TransportInstrumentation instrumentation) {
		this.factory = factory;
		this.service = service;
		this.instrumentation = instrumentation;
	}

	@Override
	public HttpTransport create() {
		HttpTransport transport = this.factory.create();
		return (this.instrumentation != null) ? this.instrumentation.instrument(transport, this.service) : transport;
	}

}
