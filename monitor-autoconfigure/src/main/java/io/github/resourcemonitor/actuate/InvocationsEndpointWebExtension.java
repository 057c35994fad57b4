package io.github.resourcemonitor.actuate;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.schema.RecordMaps;
import io.github.resourcemonitor.schema.SamplesCsv;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.util.MimeType;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} for the {@link InvocationsEndpoint}:
 * samples as CSV, and bad parameters named in the body of a 400.
 */
@EndpointWebExtension(endpoint = InvocationsEndpoint.class)
public class InvocationsEndpointWebExtension {

	private static final MimeType CSV = new MimeType("text", "csv", StandardCharsets.UTF_8);

	private final InvocationsEndpoint delegate;

	/**
	 * Create a new extension.
	 * @param delegate the endpoint
	 */
	public InvocationsEndpointWebExtension(InvocationsEndpoint delegate) {
		this.delegate = delegate;
	}

	/**
	 * Return the latest records, without their samples, and the summaries of all
	 * handlers.
	 * @param handler only records of this handler
	 * @param outcome only records with this outcome
	 * @param limit how many records at most
	 * @param before only records that ended before the one with this id; none, if that is
	 * no longer in the history
	 * @param after only records that ended after the one with this id; all, if that is no
	 * longer in the history
	 * @return the response
	 */
	@ReadOperation
	public WebEndpointResponse<Object> invocations(@Nullable String handler, @Nullable String outcome,
			@Nullable String limit, @Nullable String before, @Nullable String after) {
		if (before == null && after == null) {
			return respond(() -> new WebEndpointResponse<>(this.delegate.invocations(handler, outcome, limit)));
		}
		return respond(
				() -> new WebEndpointResponse<>(this.delegate.invocations(handler, outcome, limit, before, after)));
	}

	/**
	 * Return a record with its samples.
	 * @param id the id of the invocation
	 * @param format {@code json}, or {@code csv} for its samples alone
	 * @return the response
	 */
	@ReadOperation
	public WebEndpointResponse<Object> invocation(@Selector String id, @Nullable String format) {
		return respond(() -> {
			boolean csv = isCsv(format);
			InvocationRecord record = this.delegate.find(id);
			if (record == null) {
				return new WebEndpointResponse<>(error(WebEndpointResponse.STATUS_NOT_FOUND, "Not Found",
						"No invocation '" + id + "' in the history"), WebEndpointResponse.STATUS_NOT_FOUND);
			}
			return csv ? new WebEndpointResponse<>(SamplesCsv.of(record), CSV)
					: new WebEndpointResponse<>(RecordMaps.of(record, true));
		});
	}

	private static boolean isCsv(@Nullable String format) {
		if (format == null || format.equalsIgnoreCase("json")) {
			return false;
		}
		if (format.equalsIgnoreCase("csv")) {
			return true;
		}
		throw InvocationsEndpoint.invalid("format", "must be 'json' or 'csv', but is '" + format + "'");
	}

	private static WebEndpointResponse<Object> respond(Supplier<WebEndpointResponse<Object>> response) {
		try {
			return response.get();
		}
		catch (InvalidEndpointRequestException ex) {
			return new WebEndpointResponse<>(
					error(WebEndpointResponse.STATUS_BAD_REQUEST, "Bad Request", ex.getReason()),
					WebEndpointResponse.STATUS_BAD_REQUEST);
		}
	}

	private static Map<String, Object> error(int status, String error, @Nullable String message) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("status", status);
		body.put("error", error);
		body.put("message", (message != null) ? message : error);
		return body;
	}

}
