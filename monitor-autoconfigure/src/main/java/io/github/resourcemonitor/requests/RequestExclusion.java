package io.github.resourcemonitor.requests;

import org.springframework.http.server.PathContainer;

/**
 * Requests that are no invocations. Called on the threads of requests.
 */
@FunctionalInterface
public interface RequestExclusion {

	/**
	 * Return whether a request is no invocation.
	 * @param method the method
	 * @param path the path within the application, without the context path
	 * @return whether it is none
	 */
	boolean excludes(String method, PathContainer path);

	/**
	 * Return whether a request is no invocation.
	 * @param method the method
	 * @param path the path within the application, without the context path, still
	 * encoded
	 * @return whether it is none
	 */
	default boolean excludes(String method, String path) {
		return excludes(method, PathContainer.parsePath(path));
	}

}
