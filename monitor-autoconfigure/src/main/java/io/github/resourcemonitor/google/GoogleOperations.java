package io.github.resourcemonitor.google;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;

/**
 * Derives the operation from a request. Operations of Cloud Storage have the names of its
 * API, such as {@code storage.objects.get}; those of other services consist of the method
 * and the path, with a placeholder for each id.
 */
final class GoogleOperations {

	static final String STORAGE = "storage";

	private static final String OBJECTS = "storage.objects.";

	private static final Map<String, String> STORAGE_RESOURCES = Map.of("b", "buckets", "o", "objects",
			"notificationConfigs", "notifications", "defaultObjectAcl", "defaultObjectAccessControls", "hmacKeys",
			"projects.hmacKeys", "serviceAccount", "projects.serviceAccount");

	/**
	 * Custom verbs, which follow the id of a resource in the path.
	 */
	private static final Map<String, String> STORAGE_VERBS = Map.of("compose", "compose", "rewriteTo", "rewrite",
			"copyTo", "copy", "moveTo", "move", "restore", "restore", "lockRetentionPolicy", "lockRetentionPolicy",
			"relocate", "relocate", "bulkRestore", "bulkRestore", "watch", "watchAll");

	private GoogleOperations() {
	}

	/**
	 * Return the operation that a request calls.
	 * @param service the name of the service
	 * @param method the method of the request, after a method override, if any
	 * @param url the URL of the request
	 * @return the operation
	 */
	static ServiceOperation of(String service, String method, RequestUrl url) {
		if (service.equals(STORAGE)) {
			return storage(method, url);
		}
		String template = template(url.path());
		return new ServiceOperation(service, template.isEmpty() ? method : method + " " + template, CallDirection.NONE);
	}

	private static ServiceOperation storage(String method, RequestUrl url) {
		String path = url.path();
		if (path.startsWith("/batch")) {
			return storage("storage.batch", CallDirection.NONE);
		}
		if (path.startsWith("/upload/storage/")) {
			return storage(OBJECTS + "insert", CallDirection.UPLOAD);
		}
		if (path.startsWith("/download/storage/")) {
			return storage(OBJECTS + "get", CallDirection.DOWNLOAD);
		}
		if (path.startsWith("/storage/v1/")) {
			return json(method, url, List.of(path.substring("/storage/v1/".length()).split("/")));
		}
		return xml(method);
	}

	/**
	 * The JSON API: resource names and ids alternate.
	 */
	private static ServiceOperation json(String method, RequestUrl url, List<String> segments) {
		int last = segments.size() - 1;
		for (int i = 2; i <= last; i++) {
			String verb = STORAGE_VERBS.get(segments.get(i));
			if (verb != null && i % 2 == 0) {
				return storage("storage." + resource(segments, i - 2) + "." + verb, CallDirection.NONE);
			}
		}
		boolean hasId = last % 2 == 1;
		String resource = resource(segments, hasId ? last - 1 : last);
		if (segments.get(last).equals("iam")) {
			String verb = method.equals("PUT") ? "setIamPolicy" : "getIamPolicy";
			return storage("storage." + resource(segments, last - 2) + "." + verb, CallDirection.NONE);
		}
		boolean media = method.equals("GET") && hasId && "media".equals(url.parameter("alt"));
		return storage("storage." + resource + "." + verb(method, hasId),
				media ? CallDirection.DOWNLOAD : CallDirection.NONE);
	}

	private static String resource(List<String> segments, int index) {
		String name = segments.get(index);
		if (name.equals("acl")) {
			return (index > 2) ? "objectAccessControls" : "bucketAccessControls";
		}
		return STORAGE_RESOURCES.getOrDefault(name, name);
	}

	private static String verb(String method, boolean hasId) {
		return switch (method) {
			case "GET", "HEAD" -> hasId ? "get" : "list";
			case "POST" -> "insert";
			case "PUT" -> "update";
			default -> method.toLowerCase(Locale.ROOT);
		};
	}

	/**
	 * The XML API, which signed URLs use: the path consists of bucket and object.
	 */
	private static ServiceOperation xml(String method) {
		return switch (method) {
			case "GET" -> storage(OBJECTS + "get", CallDirection.DOWNLOAD);
			case "POST", "PUT" -> storage(OBJECTS + "insert", CallDirection.UPLOAD);
			default -> storage(OBJECTS + verb(method, true), CallDirection.NONE);
		};
	}

	private static ServiceOperation storage(String operation, CallDirection direction) {
		return new ServiceOperation(STORAGE, operation, direction);
	}

	/**
	 * In Google's paths, names and ids alternate after the version. Without a version
	 * they cannot be told apart.
	 */
	private static String template(String path) {
		List<String> segments = Arrays.asList(path.split("/"));
		int version = 0;
		while (version < segments.size() && !segments.get(version).matches("v\\d\\w*")) {
			version++;
		}
		StringBuilder template = new StringBuilder();
		for (int i = version + 1; i < segments.size(); i++) {
			String segment = segments.get(i);
			boolean id = (i - version) % 2 == 0;
			int verb = segment.indexOf(':');
			template.append('/').append(id ? "{}" + ((verb >= 0) ? segment.substring(verb) : "") : segment);
		}
		return template.toString();
	}

}
