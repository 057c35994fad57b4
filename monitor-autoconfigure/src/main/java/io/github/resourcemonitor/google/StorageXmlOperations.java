package io.github.resourcemonitor.google;

import java.util.Collections;
import java.util.List;
import java.util.Set;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.client.RequestUrl;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;

/**
 * Derives the operation from a request of Cloud Storage's XML API, which signed URLs use:
 * the path consists of bucket and object, or of the object alone if the host contains the
 * bucket. The names are those that the JSON API has for the same methods.
 */
final class StorageXmlOperations {

	private static final List<String> PATH_STYLE_HOSTS = List.of("storage.googleapis.com",
			"commondatastorage.googleapis.com", "storage.cloud.google.com");

	/**
	 * What a request is about, if not the bucket or object itself.
	 */
	private static final Set<String> SUBRESOURCES = Set.of("acl", "billing", "compose", "cors", "encryption",
			"encryptionConfig", "lifecycle", "location", "logging", "policy", "retention", "storageClass", "tagging",
			"uploads", "versioning", "website", "websiteConfig");

	private StorageXmlOperations() {
	}

	/**
	 * Return the operation that a request calls.
	 * @param service the name of the service
	 * @param method the method
	 * @param path the path, relative to the root of the API
	 * @param url the URL of the request
	 * @param ownHost whether the host is that of the client
	 * @return the operation
	 */
	static ServiceOperation of(String service, String method, String path, RequestUrl url, boolean ownHost) {
		Set<String> parameters = url.parameterNames();
		boolean part = parameters.contains("partNumber") && method.equals("PUT");
		if ((!part && parameters.contains("uploadId")) || !Collections.disjoint(parameters, SUBRESOURCES)) {
			return new ServiceOperation(service, method, CallDirection.NONE);
		}
		boolean bucketInPath = ownHost || PATH_STYLE_HOSTS.contains(url.host());
		int object = bucketInPath ? path.indexOf('/', 1) + 1 : 1;
		boolean hasObject = object > 0 && path.length() > object;
		if (hasObject || method.equals("POST")) {
			return object(service, method);
		}
		boolean hasBucket = !bucketInPath || path.length() > 1;
		return new ServiceOperation(service, hasBucket ? bucket(method) : root(method), CallDirection.NONE);
	}

	private static ServiceOperation object(String service, String method) {
		return switch (method) {
			case "GET" -> new ServiceOperation(service, "storage.objects.get", CallDirection.DOWNLOAD);
			case "POST", "PUT" -> new ServiceOperation(service, "storage.objects.insert", CallDirection.UPLOAD);
			case "HEAD" -> new ServiceOperation(service, "storage.objects.get", CallDirection.NONE);
			case "DELETE" -> new ServiceOperation(service, "storage.objects.delete", CallDirection.NONE);
			default -> new ServiceOperation(service, method, CallDirection.NONE);
		};
	}

	private static String bucket(String method) {
		return switch (method) {
			case "GET" -> "storage.objects.list";
			case "HEAD" -> "storage.buckets.get";
			case "PUT" -> "storage.buckets.insert";
			case "DELETE" -> "storage.buckets.delete";
			default -> method;
		};
	}

	private static String root(String method) {
		return method.equals("GET") ? "storage.buckets.list" : method;
	}

}
