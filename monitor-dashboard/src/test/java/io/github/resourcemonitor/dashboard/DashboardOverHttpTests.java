package io.github.resourcemonitor.dashboard;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the endpoint and its headers over HTTP, on both kinds of web application.
 */
class DashboardOverHttpTests {

	private static final String EXPOSED = "management.endpoints.web.exposure.include=dashboard,invocations,resources,health";

	private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

	private static final Pattern ASSET = Pattern.compile("(?:src|href)=\"([^\"#]+\\.(?:js|css|svg))\"");

	/**
	 * Those without other properties, because starting them takes most of the time.
	 */
	private static final Map<WebApplicationType, DashboardApplication> applications = new EnumMap<>(
			WebApplicationType.class);

	@AfterAll
	static void closeApplications() {
		applications.values().forEach(DashboardApplication::close);
		applications.clear();
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "NONE")
	void servesThePageAndAllItsFiles(WebApplicationType type) {
		DashboardApplication application = application(type);
		HttpResponse<String> page = application.get("local.server.port", "/actuator/dashboard", BROWSER);
		assertThat(page.statusCode()).isEqualTo(200);
		assertThat(page.headers().firstValue("Content-Type")).hasValueSatisfying(
				(value) -> assertThat(value).startsWith("text/html").containsIgnoringCase("charset=utf-8"));
		assertThat(page.body()).contains("<title>Resource Monitor</title>").doesNotContain("{{");
		assertThat(assets(page.body())).isNotEmpty().allSatisfy((asset) -> {
			String path = URI.create("/actuator/dashboard").resolve(asset).getPath();
			assertThat(application.get(path).statusCode()).as(path).isEqualTo(200);
		});
		DashboardAssets.names().forEach((name, mimeType) -> {
			HttpResponse<String> response = application.get("/actuator/dashboard/" + name);
			assertThat(response.statusCode()).as(name).isEqualTo(200);
			assertThat(response.headers().firstValue("Content-Type")).hasValueSatisfying(
					(value) -> assertThat(value).startsWith(mimeType.getType() + "/" + mimeType.getSubtype()));
		});
		assertHeaders(page);
		assertHeaders(application.get("/actuator/dashboard/app.js"));
		assertThat(application.get("/actuator/health").headers().firstValue("Content-Security-Policy")).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "NONE")
	void servesThePageBelowATrailingSlash(WebApplicationType type) {
		DashboardApplication application = application(type);
		HttpResponse<String> page = application.get("/actuator/dashboard/");
		assertThat(page.statusCode()).isEqualTo(200);
		assertThat(assets(page.body())).contains("app.js").allSatisfy((asset) -> {
			String path = URI.create("/actuator/dashboard/").resolve(asset).getPath();
			assertThat(application.get(path).statusCode()).as(path).isEqualTo(200);
		});
		assertHeaders(page);
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "NONE")
	void servesNoOtherFile(WebApplicationType type) {
		DashboardApplication application = application(type);
		for (String path : List.of("nothing.js", "index.html", "views", "views/", "../dashboard/package-info.class",
				"..%2f..%2fapplication.properties", "%2e%2e/LICENSE", "views%2foverview.js%00")) {
			assertThat(application.get("/actuator/dashboard/" + path).statusCode()).as(path).isIn(400, 404);
		}
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "NONE")
	void isNotThereUnlessExposed(WebApplicationType type) {
		try (DashboardApplication application = DashboardApplication.start(type)) {
			assertThat(application.get("/actuator/dashboard").statusCode()).isEqualTo(404);
			assertThat(application.get("/actuator/dashboard/app.js").statusCode()).isEqualTo(404);
			assertThat(application.context().getBeansOfType(DashboardEndpoint.class)).isEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource({ "management.endpoint.dashboard.access=none", "resource-monitor.enabled=false" })
	void isNotThereWhenSwitchedOff(String property) {
		try (DashboardApplication application = DashboardApplication.start(WebApplicationType.SERVLET, EXPOSED,
				property)) {
			assertThat(application.get("/actuator/dashboard").statusCode()).isEqualTo(404);
			assertThat(application.get("/actuator/dashboard/app.js").statusCode()).isEqualTo(404);
		}
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "NONE")
	void isOnThePortOfTheManagementAlone(WebApplicationType type) {
		try (DashboardApplication application = DashboardApplication.start(type, EXPOSED, "management.server.port=0",
				"management.server.base-path=/internal", "management.endpoints.web.base-path=/ops")) {
			assertThat(application.get("/ops/dashboard").statusCode()).isEqualTo(404);
			HttpResponse<String> page = application.get("local.management.port", "/internal/ops/dashboard", BROWSER);
			assertThat(page.statusCode()).isEqualTo(200);
			assertHeaders(page);
			HttpResponse<String> script = application.get("local.management.port", "/internal/ops/dashboard/app.js",
					"*/*");
			assertThat(script.statusCode()).isEqualTo(200);
			assertHeaders(script);
		}
	}

	@Test
	void knowsWhereEndpointsAreMappedTo() {
		try (DashboardApplication application = DashboardApplication.start(WebApplicationType.SERVLET, EXPOSED,
				"management.endpoints.web.base-path=/", "management.endpoints.web.path-mapping.dashboard=see/it",
				"management.endpoints.web.path-mapping.invocations=calls", "management.server.port=0")) {
			HttpResponse<String> page = application.get("local.management.port", "/see/it", BROWSER);
			assertThat(page.statusCode()).isEqualTo(200);
			assertThat(page.body()).contains("src=\"it/app.js\"")
				.contains("name=\"path-dashboard\" content=\"see/it\"")
				.contains("name=\"path-invocations\" content=\"calls\"");
			assertHeaders(page);
			assertThat(application.get("local.management.port", "/see/it/app.js", "*/*").statusCode()).isEqualTo(200);
		}
	}

	@Test
	void headersAreWhereTheDispatcherServletIs() {
		try (DashboardApplication application = DashboardApplication.start(WebApplicationType.SERVLET, EXPOSED,
				"spring.mvc.servlet.path=/mvc", "server.servlet.context-path=/shop")) {
			HttpResponse<String> page = application.get("/shop/mvc/actuator/dashboard");
			assertThat(page.statusCode()).isEqualTo(200);
			assertHeaders(page);
			assertHeaders(application.get("/shop/mvc/actuator/dashboard/style.css"));
		}
	}

	@Test
	void saysWhichEndpointIsNotExposed() {
		try (DashboardApplication application = DashboardApplication.start(WebApplicationType.SERVLET,
				"management.endpoints.web.exposure.include=dashboard,invocations")) {
			assertThat(application.get("/actuator/dashboard").body())
				.contains("name=\"path-invocations\" content=\"invocations\"")
				.contains("name=\"path-resources\" content=\"\"")
				.contains("name=\"path-costs\" content=\"\"");
		}
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "NONE")
	void isBehindTheLoginOfTheApplication(WebApplicationType type) {
		try (DashboardApplication application = DashboardApplication.startWithLogin(type, EXPOSED)) {
			HttpResponse<String> page = application.get("local.server.port", "/actuator/dashboard", "application/json");
			assertThat(page.statusCode()).isEqualTo(401);
			assertThat(
					application.get("local.server.port", "/actuator/dashboard/app.js", "application/json").statusCode())
				.isEqualTo(401);
			assertThat(page.body()).doesNotContain("Resource Monitor");
		}
	}

	private static DashboardApplication application(WebApplicationType type) {
		return applications.computeIfAbsent(type, (key) -> DashboardApplication.start(key, EXPOSED));
	}

	private static List<String> assets(String page) {
		return ASSET.matcher(page).results().map((MatchResult result) -> result.group(1)).toList();
	}

	private static void assertHeaders(HttpResponse<String> response) {
		assertThat(response.headers().allValues("Content-Security-Policy"))
			.containsExactly(DashboardHeaders.POLICY + "; frame-ancestors 'none'");
		assertThat(response.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
	}

}
