package io.github.resourcemonitor.google;

import java.util.List;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.client.HttpMethods;
import io.github.resourcemonitor.client.RequestUrl;
import io.github.resourcemonitor.client.ServiceNames;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import org.jspecify.annotations.Nullable;

/**
 * Derives the operation from a request: the name that the API has for the method, such as
 * {@code storage.objects.get}, or the HTTP method if the API or its method is not known.
 * An operation never contains any of the URL.
 */
final class GoogleOperations {

	static final String STORAGE = "storage";

	private static final String INSERT = "storage.objects.insert";

	private static final String GET = "storage.objects.get";

	/**
	 * Paths of media uploads and downloads are those of the methods, after one of these.
	 */
	private static final List<String> MEDIA = List.of("/upload", "/resumable/upload", "/download");

	private GoogleOperations() {
	}

	/**
	 * Return the operation that a request calls.
	 * @param client the client that sends it, {@code null} if unknown
	 * @param service the name of the service
	 * @param method the method of the request, after a method override, if any
	 * @param url the URL of the request
	 * @return the operation
	 */
	static ServiceOperation of(@Nullable GoogleServiceClient client, String service, String method, RequestUrl url) {
		String httpMethod = HttpMethods.name(method);
		String path = (client != null) ? client.path(url) : url.path();
		String media = media(path);
		for (String api : apis(client, service, url, path.substring(media.length()))) {
			ApiMethods methods = ApiMethods.of(api);
			if (methods == null) {
				continue;
			}
			String name = name(methods, httpMethod, path, media);
			if (name != null) {
				return new ServiceOperation(service, name, direction(name, media, url));
			}
			if (api.equals(STORAGE) && !path.startsWith("/storage/v1/") && !path.startsWith(media + "/storage/v1/")) {
				return StorageXmlOperations.of(service, httpMethod, path, url,
						client != null && client.root().host().equals(url.host()));
			}
		}
		return new ServiceOperation(service, httpMethod, CallDirection.NONE);
	}

	private static String media(String path) {
		for (String media : MEDIA) {
			if (path.startsWith(media + "/")) {
				return media;
			}
		}
		return "";
	}

	/**
	 * Return the names of the APIs that a request may belong to. Only Google's own hosts
	 * and the client tell; the names of hosts that the application configures do, too.
	 */
	private static List<String> apis(@Nullable GoogleServiceClient client, String service, RequestUrl url,
			String path) {
		if (client != null) {
			return List.of(client.service());
		}
		String label = ServiceNames.google(url.host());
		if (label == null) {
			return List.of(service);
		}
		label = label.equals("translation") ? "translate" : label;
		int end = path.indexOf('/', 1);
		return (end > 0) ? List.of(label, path.substring(1, end)) : List.of(label);
	}

	private static @Nullable String name(ApiMethods methods, String httpMethod, String path, String media) {
		String name = methods.name(httpMethod, path);
		if (name == null && !media.isEmpty()) {
			String method = path.substring(media.length());
			name = methods.name(httpMethod, method);
			if (name == null && media.endsWith("/upload")) {
				// The requests of a resumable upload, which POST or PATCH has started.
				name = methods.name("POST", method);
				name = (name != null) ? name : methods.name("PATCH", method);
			}
		}
		return name;
	}

	/**
	 * Objects of Cloud Storage are payload; the content of others is not known.
	 */
	private static CallDirection direction(String name, String media, RequestUrl url) {
		if (name.equals(INSERT) && media.endsWith("/upload")) {
			return CallDirection.UPLOAD;
		}
		boolean content = media.equals("/download") || "media".equals(url.parameter("alt"));
		return (name.equals(GET) && content) ? CallDirection.DOWNLOAD : CallDirection.NONE;
	}

}
