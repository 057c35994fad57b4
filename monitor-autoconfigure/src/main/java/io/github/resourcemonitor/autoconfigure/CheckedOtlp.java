package io.github.resourcemonitor.autoconfigure;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;

import io.github.resourcemonitor.otlp.OtlpConnection;
import io.github.resourcemonitor.otlp.OtlpHeaders;
import io.github.resourcemonitor.otlp.OtlpSignal;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

/**
 * The properties for the output over OTLP. An invalid value stops the start. Values of
 * headers, and what an address must not contain, are in no message.
 */
final class CheckedOtlp {

	private static final String PREFIX = "resource-monitor.output.otlp.";

	private static final Duration LONGEST = Duration.ofHours(1);

	private final ResourceMonitorProperties properties;

	private final OtlpReceivers receivers;

	CheckedOtlp(ResourceMonitorProperties properties, Environment environment) {
		this.properties = properties;
		this.receivers = new OtlpReceivers(environment);
	}

	/**
	 * Return where and how a signal is sent.
	 * @throws InvalidOtlpPropertyException if a value is invalid
	 */
	OtlpConnection connection(OtlpSignal signal) {
		ResourceMonitorProperties.Otlp otlp = this.properties.getOutput().getOtlp();
		OtlpReceivers.Receiver receiver = !otlp.getEndpoint().isBlank()
				? new OtlpReceivers.Receiver(PREFIX + "endpoint", otlp.getEndpoint(), true, PREFIX + "headers",
						Map.of())
				: this.receivers.find(signal);
		Map<String, String> headers = OtlpReceivers.merged(receiver.headers(), otlp.headers());
		headers.forEach((name, value) -> {
			String problem = OtlpHeaders.problem(name, value);
			if (problem != null) {
				String source = otlp.headers().containsKey(name) ? PREFIX + "headers" : receiver.headersSource();
				throw new InvalidOtlpPropertyException(source, "the header '" + name + "' cannot be sent, " + problem,
						"Correct or remove the header.");
			}
		});
		return new OtlpConnection(endpoint(receiver, signal), headers, otlp.getCompression(), timeout(otlp));
	}

	private Duration timeout(ResourceMonitorProperties.Otlp otlp) {
		Duration timeout = otlp.getTimeout();
		if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(LONGEST) > 0) {
			throw new InvalidOtlpPropertyException(PREFIX + "timeout", "it is " + timeout,
					"Set it to a duration from 1ms to 1h, such as '5s'.");
		}
		// Not every sender can be interrupted.
		Duration export = this.properties.getExport().getTimeout();
		return (timeout.compareTo(export) < 0) ? timeout : export;
	}

	private static URI endpoint(OtlpReceivers.Receiver receiver, OtlpSignal signal) {
		String value = receiver.endpoint().trim();
		URI uri = parse(value);
		String problem = problem(uri, receiver.base());
		if (uri == null || problem != null) {
			throw new InvalidOtlpPropertyException(receiver.source(), "it is '" + shown(value) + "', but " + problem,
					"Set it to the URL of a receiver of OTLP over HTTP, such as 'http://localhost:4318"
							+ (receiver.base() ? "" : signal.path()) + "'.");
		}
		if (!receiver.base()) {
			return uri;
		}
		return URI.create((value.endsWith("/") ? value.substring(0, value.length() - 1) : value) + signal.path());
	}

	private static @Nullable URI parse(String value) {
		try {
			return new URI(value);
		}
		catch (URISyntaxException ex) {
			return null;
		}
	}

	private static @Nullable String problem(@Nullable URI uri, boolean base) {
		if (uri == null) {
			return "it is not a URL";
		}
		if (!"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme())) {
			return "it does not begin with 'http://' or 'https://'";
		}
		if (uri.getUserInfo() != null || (uri.getAuthority() != null && uri.getAuthority().contains("@"))) {
			return "it contains a user; use a header for authentication";
		}
		if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65535) {
			return "it has no valid host and port";
		}
		if (base && uri.getPath() != null && uri.getPath().matches(".*/v1/(logs|metrics|traces)/?")) {
			return "it contains the path of a signal, which is appended";
		}
		boolean query = base && uri.getQuery() != null;
		return (query || uri.getFragment() != null) ? "it has a query or a fragment" : null;
	}

	/**
	 * Return a value without what may be secret in it: a user, a query.
	 */
	private static String shown(String value) {
		int query = value.indexOf('?');
		String shown = (query >= 0) ? value.substring(0, query) + "?..." : value;
		int user = shown.lastIndexOf('@');
		return (user >= 0) ? "...@" + shown.substring(user + 1) : shown;
	}

}
