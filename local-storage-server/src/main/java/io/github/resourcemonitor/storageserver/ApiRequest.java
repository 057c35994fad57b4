package io.github.resourcemonitor.storageserver;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import org.jspecify.annotations.Nullable;

/**
 * A decoded request, either a single one or part of a batch.
 *
 * @param method the method after any override
 * @param path the raw path
 * @param query the decoded query parameters
 * @param headers the headers by name in lower case
 * @param encodedBody the body as the client encoded it
 * @param variables the decoded path variables, empty until the request is routed
 */
record ApiRequest(String method, String path, Map<String, String> query, Map<String, String> headers,
		RequestBody encodedBody, Map<String, String> variables) {

	private static final int BUFFER = 64 * 1024;

	static ApiRequest of(RequestLine line, Map<String, String> headers, RequestBody body) {
		String method = headers.getOrDefault("x-http-method-override", line.method());
		return new ApiRequest(method, line.path(), parseQuery(line.query()), headers, body, Map.of());
	}

	private static Map<String, String> parseQuery(String query) {
		Map<String, String> parameters = new HashMap<>();
		for (String parameter : query.split("&")) {
			int equals = parameter.indexOf('=');
			if (equals > 0) {
				parameters.put(parameter.substring(0, equals),
						URLDecoder.decode(parameter.substring(equals + 1), StandardCharsets.UTF_8));
			}
		}
		return parameters;
	}

	static byte[] gunzip(byte[] compressed) {
		try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(compressed), BUFFER)) {
			return gzip.readAllBytes();
		}
		catch (IOException ex) {
			throw ApiException.invalid("Not in gzip format: " + ex.getMessage());
		}
	}

	ApiRequest withVariables(Map<String, String> variables) {
		return new ApiRequest(this.method, this.path, this.query, this.headers, this.encodedBody, variables);
	}

	String variable(String name) {
		String value = this.variables.get(name);
		if (value == null) {
			throw new IllegalArgumentException("No path variable " + name + " in " + this.path);
		}
		return value;
	}

	@Nullable String parameter(String name) {
		return this.query.get(name);
	}

	String parameter(String name, String otherwise) {
		return this.query.getOrDefault(name, otherwise);
	}

	@Nullable Long number(String parameter) {
		String value = this.query.get(parameter);
		return (value != null) ? Long.valueOf(value) : null;
	}

	@Nullable String header(String name) {
		return this.headers.get(name);
	}

	/**
	 * Returns the body without its transfer encoding. Must not be called more than once.
	 * @return the body
	 * @throws IOException if the body is declared as gzip, but is not
	 */
	RequestBody decodedBody() throws IOException {
		return "gzip".equalsIgnoreCase(header("content-encoding"))
				? new RequestBody(new GZIPInputStream(this.encodedBody.stream(), BUFFER), -1) : this.encodedBody;
	}

	Map<String, Object> json() throws IOException {
		return Json.read(decodedBody().bytes());
	}

}
