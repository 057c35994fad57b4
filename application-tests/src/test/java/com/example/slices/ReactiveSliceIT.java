package com.example.slices;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webflux.test.autoconfigure.WebFluxTest;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * The application's tests of a controller.
 */
@WebFluxTest(properties = { "spring.main.web-application-type=reactive",
		"spring.autoconfigure.exclude=org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration,"
				+ "org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration" })
class ReactiveSliceIT {

	@Autowired
	private WebTestClient client;

	@Test
	void answersAndErrors() {
		this.client.get().uri("/owners/1").exchange().expectStatus().isOk().expectBody(String.class).isEqualTo("1");
		this.client.get().uri("/owners/7").exchange().expectStatus().isEqualTo(HttpStatus.GONE);
		this.client.get().uri("/nowhere").exchange().expectStatus().isNotFound();
	}

}
