package com.example.exchange;

import java.time.Duration;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.invocation.InstanceLife;
import io.github.resourcemonitor.invocation.Invocations;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that a request to Jetty counts once for the bill of the instance, and ends.
 */
class JettyRequestTimeIT {

	@Test
	void asynchronousRequestsCountOnce() throws Exception {
		try (RunningApplication application = RunningApplication.start(ServletExchange.class,
				WebApplicationType.SERVLET,
				"excluded=org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration,"
						+ "org.springframework.boot.tomcat.autoconfigure.actuate.web.server.TomcatServletManagementContextAutoConfiguration,"
						+ "org.springframework.boot.tomcat.autoconfigure.metrics.TomcatMetricsAutoConfiguration",
				"server.http2.enabled=false", "resource-monitor.requests=off",
				"resource-monitor.cost.platform=cloud-run", "resource-monitor.cost.region=us-central1",
				"resource-monitor.cost.cpu=1", "resource-monitor.cost.memory=512MB", "spring.mvc.servlet.path=/")) {
			InstanceLife instance = application.context().getBean(Invocations.class).instance();
			int count = 0;
			for (String path : new String[] { "/plain/7", "/callable", "/deferred", "/deferred-fails", "/streaming",
					"/sse", "/legacy/async", "/dispatch", "/throws", "/send-error", "/nowhere" }) {
				RawHttp.exchange(application.port(), "", "GET " + path);
				count++;
				assertThat(instance.time().requests()).as(path).isEqualTo(count);
			}
			await().pollInterval(Duration.ofMillis(5))
				.until(() -> instance.time().occupiedNanos() == instance.time().occupiedNanos());
			assertThat(application.context().getBean(Failures.class).summaries()).isEmpty();
		}
	}

}
