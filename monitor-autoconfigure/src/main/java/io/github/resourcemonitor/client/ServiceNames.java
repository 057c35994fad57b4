package io.github.resourcemonitor.client;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The names of services by host. The name of an unknown host is the host itself.
 * Immutable.
 */
public final class ServiceNames {

	private static final String GOOGLE_APIS = ".googleapis.com";

	private static final String AWS = "aws";

	/**
	 * Host suffixes; the longest match applies.
	 */
	private static final Map<String, String> KNOWN = Map.ofEntries(Map.entry("storage.cloud.google.com", "storage"),
			Map.entry("commondatastorage.googleapis.com", "storage"), Map.entry("www.googleapis.com", "googleapis"),
			Map.entry("cloudfunctions.net", "cloudfunctions"), Map.entry("run.app", "run"),
			Map.entry("metadata.google.internal", "metadata"), Map.entry("169.254.169.254", "metadata"),
			Map.entry("amazonaws.com", AWS), Map.entry("amazonaws.com.cn", AWS),
			Map.entry("blob.core.windows.net", "azure-blob"), Map.entry("queue.core.windows.net", "azure-queue"),
			Map.entry("table.core.windows.net", "azure-table"), Map.entry("servicebus.windows.net", "azure-servicebus"),
			Map.entry("documents.azure.com", "azure-cosmos"), Map.entry("openai.azure.com", "azure-openai"),
			Map.entry("api.openai.com", "openai"), Map.entry("api.anthropic.com", "anthropic"));

	private static final Pattern AWS_REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-\\d|dualstack");

	/**
	 * Labels that contain more than the name of S3: {@code s3-eu-west-1},
	 * {@code s3-accelerate}.
	 */
	private static final Pattern AWS_STORAGE = Pattern.compile("s3-.*");

	private final Map<String, String> names = new LinkedHashMap<>();

	/**
	 * Create new names.
	 * @param hosts additional hosts, or host suffixes, by the name of their service; they
	 * take precedence over the known ones. A host with a port matches only that port.
	 */
	public ServiceNames(Map<String, ? extends Collection<String>> hosts) {
		hosts.forEach((name, ends) -> ends.forEach((end) -> this.names.put(normalize(end), name)));
	}

	private static String normalize(String host) {
		String lower = host.trim().toLowerCase(Locale.ROOT);
		return lower.startsWith(".") ? lower.substring(1) : lower;
	}

	/**
	 * Return the name of the service at a host.
	 * @param host the host, with or without a port
	 * @return the name
	 */
	public String of(String host) {
		String withPort = normalize(host);
		String name = withoutPort(withPort);
		String configured = longest(this.names, withPort);
		if (configured == null) {
			configured = longest(this.names, name);
		}
		if (configured != null) {
			return configured;
		}
		String known = longest(KNOWN, name);
		if (known != null) {
			return known.equals(AWS) ? aws(name) : known;
		}
		String api = google(host);
		return (api != null) ? api : name;
	}

	private static @Nullable String longest(Map<String, String> names, String host) {
		for (String end = host; !end.isEmpty(); end = parent(end)) {
			String name = names.get(end);
			if (name != null) {
				return name;
			}
		}
		return null;
	}

	private static String withoutPort(String host) {
		int colon = host.lastIndexOf(':');
		// Several colons are an IPv6 address, which has its port after a bracket.
		boolean port = colon > host.lastIndexOf(']') && (host.startsWith("[") || host.indexOf(':') == colon);
		String name = port ? host.substring(0, colon) : host;
		return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
	}

	private static String parent(String host) {
		int dot = host.indexOf('.');
		return (dot >= 0) ? host.substring(dot + 1) : "";
	}

	/**
	 * Return the name of the API at one of Google's hosts:
	 * {@code bigquery.googleapis.com} or {@code bucket.storage.googleapis.com}; with a
	 * region, {@code europe-west1-aiplatform.googleapis.com} and
	 * {@code storage.europe-west3.rep.googleapis.com}; with another access path,
	 * {@code storage.mtls.googleapis.com} and {@code storage-endpoint.p.googleapis.com}.
	 * @param host the host, with or without a port
	 * @return the name, {@code null} if it is not a host of Google APIs
	 */
	public static @Nullable String google(String host) {
		String name = withoutPort(normalize(host));
		if (!name.endsWith(GOOGLE_APIS)) {
			return null;
		}
		String[] labels = name.substring(0, name.length() - GOOGLE_APIS.length()).split("\\.");
		int last = labels.length - 1;
		String label = labels[last];
		if (label.equals("mtls") && last > 0) {
			label = labels[last - 1];
		}
		else if (label.equals("rep") && last > 1) {
			label = labels[last - 2];
		}
		else if (label.equals("p") && last > 0) {
			return labels[last - 1].replaceFirst("-.*", "");
		}
		return label.substring(label.lastIndexOf('-') + 1);
	}

	/**
	 * {@code s3.eu-west-1.amazonaws.com}, {@code bucket.s3.amazonaws.com},
	 * {@code sqs.us-east-1.amazonaws.com}: the name comes before the region.
	 */
	private static String aws(String host) {
		String[] labels = host.substring(0, Math.max(0, host.lastIndexOf(".amazonaws."))).split("\\.");
		for (int i = labels.length - 1; i >= 0; i--) {
			if (AWS_STORAGE.matcher(labels[i]).matches()) {
				return "aws-s3";
			}
			if (!labels[i].isEmpty() && !AWS_REGION.matcher(labels[i]).matches()) {
				return "aws-" + labels[i];
			}
		}
		return AWS;
	}

}
