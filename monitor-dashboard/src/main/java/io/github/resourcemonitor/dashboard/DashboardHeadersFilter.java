package io.github.resourcemonitor.dashboard;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Adds the {@link DashboardHeaders headers} to the answers of a servlet container; to be
 * registered for the path of the dashboard alone.
 */
public final class DashboardHeadersFilter extends HttpFilter {

	private static final long serialVersionUID = 1L;

	@Override
	protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		DashboardHeaders.all().forEach(response::setHeader);
		chain.doFilter(request, response);
	}

}
