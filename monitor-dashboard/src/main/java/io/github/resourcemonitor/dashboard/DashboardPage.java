package io.github.resourcemonitor.dashboard;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.web.util.HtmlUtils;

/**
 * The HTML of the page. All addresses in it are relative, because a proxy may serve it
 * below another path; those that depend on the application's configuration are put in
 * here. A browser resolves {@code dashboard/app.js} against {@code /actuator/dashboard},
 * so that the last segment of the endpoint's own path is part of them, except below a
 * trailing slash.
 */
final class DashboardPage {

	private static final EndpointId DASHBOARD = EndpointId.of("dashboard");

	private final DashboardAssets assets;

	private final Supplier<@Nullable PathMappedEndpoints> endpoints;

	DashboardPage(DashboardAssets assets, Supplier<@Nullable PathMappedEndpoints> endpoints) {
		this.assets = assets;
		this.endpoints = endpoints;
	}

	/**
	 * Return the page.
	 * @param below whether it is asked for below a trailing slash
	 * @return the page in UTF-8
	 */
	byte[] content(boolean below) {
		String mapped = rootPath(DASHBOARD);
		String root = (mapped != null) ? mapped : DASHBOARD.toString();
		String prefix = below ? "" : root.substring(root.lastIndexOf('/') + 1) + "/";
		return new String(this.assets.content(DashboardAssets.PAGE), StandardCharsets.UTF_8)
			.replace("{{assets}}", HtmlUtils.htmlEscape(prefix))
			.replace("{{dashboard}}", HtmlUtils.htmlEscape(root))
			.replace("{{invocations}}", path("invocations"))
			.replace("{{resources}}", path("resources"))
			.replace("{{costs}}", path("costs"))
			.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Return the path of an endpoint below the base path, empty if it is not exposed:
	 * then the page says so without asking for it.
	 */
	private String path(String endpoint) {
		String path = rootPath(EndpointId.of(endpoint));
		return (path != null) ? HtmlUtils.htmlEscape(path) : "";
	}

	private @Nullable String rootPath(EndpointId id) {
		PathMappedEndpoints all = this.endpoints.get();
		return (all != null) ? all.getRootPath(id) : null;
	}

}
