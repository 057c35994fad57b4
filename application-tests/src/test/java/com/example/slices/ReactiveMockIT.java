package com.example.slices;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.history.InvocationRepository;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * The application's tests with all its beans, but without a server.
 */
@SpringBootTest(properties = { "spring.config.name=functions", "spring.main.web-application-type=reactive" })
@AutoConfigureWebTestClient
class ReactiveMockIT {

	@Autowired
	private WebTestClient client;

	@Autowired
	private InvocationRepository records;

	@Autowired
	private Failures failures;

	@Test
	void answersAndErrors() {
		this.client.get().uri("/owners/1").exchange().expectStatus().isOk().expectBody(String.class).isEqualTo("1");
		this.client.get().uri("/owners").exchange().expectStatus().isOk().expectBody(String.class).isEqualTo("12");
		this.client.get().uri("/owners/7").exchange().expectStatus().isEqualTo(HttpStatus.GONE);
		this.client.get().uri("/nowhere").exchange().expectStatus().isNotFound();
		assertThat(this.records.findAll()).extracting(InvocationRecord::handler, InvocationRecord::outcome)
			.containsExactly(tuple("GET (unmatched)", Outcome.SUCCESS), tuple("GET /owners/{id}", Outcome.SUCCESS),
					tuple("GET /owners", Outcome.SUCCESS), tuple("GET /owners/{id}", Outcome.SUCCESS));
		assertThat(this.failures.summaries()).isEmpty();
	}

}
