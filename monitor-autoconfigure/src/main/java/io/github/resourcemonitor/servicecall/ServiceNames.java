package io.github.resourcemonitor.servicecall;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The names of services, by the hosts that they are called at. A host that is not known
 * is its own name. Immutable.
 */
public final class ServiceNames {

	private static final String GOOGLE_APIS = ".googleapis.com";

	/**
	 * Ends of hosts; the longest that fits is taken.
	 */
	private static final Map<String, String> KNOWN = Map.ofEntries(Map.entry("storage.cloud.google.com", "storage"),
			Map.entry("cloudfunctions.net", "cloudfunctions"), Map.entry("run.app", "run"),
			Map.entry("metadata.google.internal", "metadata"), Map.entry("amazonaws.com", "aws"),
			Map.entry("blob.core.windows.net", "azure-blob"), Map.entry("queue.core.windows.net", "azure-queue"),
			Map.entry("table.core.windows.net", "azure-table"), Map.entry("servicebus.windows.net", "azure-servicebus"),
			Map.entry("documents.azure.com", "azure-cosmos"), Map.entry("openai.azure.com", "azure-openai"),
			Map.entry("api.openai.com", "openai"), Map.entry("api.anthropic.com", "anthropic"));

	private final Map<String, String> names = new LinkedHashMap<>(KNOWN);

	/**
	 * Create new names.
	 * @param hosts more hosts, or ends of hosts, by the name of their service; they win
	 * over what is known
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
		String name = withoutPort(normalize(host));
		for (String end = name; !end.isEmpty(); end = parent(end)) {
			String known = this.names.get(end);
			if (known != null) {
				return known.equals("aws") ? aws(name) : known;
			}
		}
		return name.endsWith(GOOGLE_APIS) ? google(name) : name;
	}

	private static String withoutPort(String host) {
		int colon = host.lastIndexOf(':');
		return (colon > host.lastIndexOf(']')) ? host.substring(0, colon) : host;
	}

	private static String parent(String host) {
		int dot = host.indexOf('.');
		return (dot >= 0) ? host.substring(dot + 1) : "";
	}

	/**
	 * {@code bigquery.googleapis.com}, or {@code bucket.storage.googleapis.com}, or with
	 * a region before the name, {@code europe-west1-aiplatform.googleapis.com}.
	 */
	private static String google(String host) {
		String names = host.substring(0, host.length() - GOOGLE_APIS.length());
		String last = names.substring(names.lastIndexOf('.') + 1);
		return last.substring(last.lastIndexOf('-') + 1);
	}

	/**
	 * {@code s3.eu-west-1.amazonaws.com}, {@code bucket.s3.amazonaws.com},
	 * {@code sqs.us-east-1.amazonaws.com}: the name stands before the region.
	 */
	private static String aws(String host) {
		String[] labels = host.split("\\.");
		for (int i = labels.length - 3; i >= 0; i--) {
			if (!labels[i].matches("[a-z]{2}(-[a-z]+)+-\\d|dualstack")) {
				return "aws-" + labels[i];
			}
		}
		return "aws";
	}

}
