package io.github.resourcemonitor.dashboard;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.Selector.Match;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.util.MimeType;

/**
 * {@link WebEndpoint @WebEndpoint} that is a page for people. It has no data of its own:
 * its scripts read the endpoints {@code invocations} and {@code resources} as far as
 * these are exposed, with the rights of whoever looks at it.
 */
@WebEndpoint(id = "dashboard", defaultAccess = Access.READ_ONLY)
public class DashboardEndpoint {

	private static final MimeType HTML = new MimeType("text", "html", StandardCharsets.UTF_8);

	private final DashboardAssets assets = new DashboardAssets();

	private final DashboardPage page;

	/**
	 * Create a new endpoint.
	 * @param endpoints supplies the paths of all endpoints; asked when the page is,
	 * because this endpoint is one of them
	 */
	public DashboardEndpoint(Supplier<@Nullable PathMappedEndpoints> endpoints) {
		this.page = new DashboardPage(this.assets, endpoints);
	}

	/**
	 * Return the page.
	 * @return the page
	 */
	@ReadOperation(produces = "text/html")
	public WebEndpointResponse<byte[]> page() {
		return new WebEndpointResponse<>(this.page.content(false), HTML);
	}

	/**
	 * Return a file that the page is made of.
	 * @param path the segments of its path; without any, the page below a trailing slash
	 * @return the file, or {@code 404}
	 */
	@ReadOperation(produces = { "text/html", "text/css", "text/javascript", "image/svg+xml", "text/plain" })
	public WebEndpointResponse<byte[]> asset(@Selector(match = Match.ALL_REMAINING) String... path) {
		String name = String.join("/", path);
		if (name.isEmpty()) {
			return new WebEndpointResponse<>(this.page.content(true), HTML);
		}
		MimeType type = DashboardAssets.names().get(name);
		if (type == null) {
			return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
		}
		return new WebEndpointResponse<>(this.assets.content(name), type);
	}

}
