package io.github.resourcemonitor.requests;

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
	boolean excludes(String method, String path);

}
