package com.example.exchange;

/**
 * Tests on Jetty, with Actuator on a port of its own.
 */
class JettyExchangeIT extends ServletExchangeTests {

	JettyExchangeIT() {
		super("", "",
				"excluded=org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration,"
						+ "org.springframework.boot.tomcat.autoconfigure.actuate.web.server.TomcatServletManagementContextAutoConfiguration,"
						+ "org.springframework.boot.tomcat.autoconfigure.metrics.TomcatMetricsAutoConfiguration",
				"management.server.port=0", "server.http2.enabled=false");
	}

}
