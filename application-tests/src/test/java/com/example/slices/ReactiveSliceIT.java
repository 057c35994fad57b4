package com.example.slices;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.webflux.test.autoconfigure.WebFluxTest;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

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

	@SpringBootApplication
	static class Application {

		@RestController
		static class Owners {

			@GetMapping("/owners/{id}")
			Mono<String> owner(@PathVariable int id) {
				return (id == 7) ? Mono.error(new ResponseStatusException(HttpStatus.GONE))
						: Mono.just(String.valueOf(id));
			}

		}

	}

}
