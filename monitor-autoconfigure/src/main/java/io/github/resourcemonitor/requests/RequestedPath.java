package io.github.resourcemonitor.requests;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;

/**
 * The path of one request. It is parsed when its elements are first asked for, because
 * most requests are told apart by its text. Not thread-safe.
 */
final class RequestedPath implements PathContainer {

	private final String value;

	private @Nullable List<Element> elements;

	RequestedPath(String value) {
		this.value = value;
	}

	@Override
	public String value() {
		return this.value;
	}

	@Override
	public List<Element> elements() {
		List<Element> parsed = this.elements;
		if (parsed == null) {
			parsed = PathContainer.parsePath(this.value).elements();
			this.elements = parsed;
		}
		return parsed;
	}

	@Override
	public String toString() {
		return this.value;
	}

}
