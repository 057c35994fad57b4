package com.example.clinic;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.history.InvocationRepository;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.http.RequestEntity;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.RestTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the records of the application's requests.
 */
@Timeout(120)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class ClinicIT {

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	@Autowired
	private Invocations invocations;

	@Autowired
	private InvocationRepository records;

	@Autowired
	private OwnerRepository owners;

	@Autowired
	private Failures failures;

	@Autowired
	private RestTemplateBuilder builder;

	@LocalServerPort
	private int port;

	private int owner;

	private long before;

	@BeforeEach
	void begin() {
		Owner george = new Owner();
		george.setName("George");
		george.getPets().add(new Pet("Leo"));
		this.owner = this.owners.save(george).getId();
		this.before = this.invocations.started();
	}

	@AfterEach
	void everythingEnds() {
		await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).until(() -> this.invocations.active() == 0);
		assertThat(this.failures.summaries()).isEmpty();
	}

	@Test
	void aPageIsOneRecordWithTheSqlOfItsRendering() throws Exception {
		assertThat(get("/owners/" + this.owner).body()).contains("<h1>George</h1>", "<li>Leo</li>");
		InvocationRecord record = record();
		assertThat(record.handler()).isEqualTo("GET /owners/{id}");
		assertThat(record.serviceCalls()).extracting((call) -> call.operation(), (call) -> call.count())
			.containsExactly(tuple("SELECT", 2L));
		assertThat(record.own().isComplete()).isTrue();
	}

	@Test
	void aFormIsOneRecordAndItsRedirectAnother() throws Exception {
		assertThat(post("name=").body()).contains("must not be blank");
		InvocationRecord record = record();
		assertThat(record.handler()).isEqualTo("POST /owners/new");
		assertThat(record.request().status()).isEqualTo(200);
		assertThat(record.serviceCalls()).isEmpty();
		this.before++;
		HttpResponse<String> response = post("name=Betty");
		record = record();
		assertThat(record.request().status()).isEqualTo(302);
		assertThat(record.serviceCalls()).extracting((call) -> call.operation()).containsExactly("INSERT");
		this.before++;
		assertThat(get(URI.create(response.headers().firstValue("Location").orElseThrow()).getPath()).body())
			.contains("Betty");
		assertThat(record().handler()).isEqualTo("GET /owners/{id}");
	}

	@Test
	void whatIsCachedAsksTheDatabaseOnce() throws Exception {
		assertThat(get("/owners").body()).contains("George");
		assertThat(record().serviceCalls()).hasSize(1);
		this.before++;
		get("/owners");
		assertThat(record().serviceCalls()).isEmpty();
	}

	@Test
	void aForwardedRequestHasItsOwnRoute() throws Exception {
		assertThat(get("/first").body()).contains("<h1>George</h1>");
		InvocationRecord record = record();
		assertThat(record.handler()).isEqualTo("GET /first");
		assertThat(record.serviceCalls()).isNotEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/owners/7777   | 404 | GET /owners/{id}  | SUCCESS |
			/nowhere       | 404 | GET (unmatched)   | SUCCESS |
			/conflict      | 409 | GET /conflict     | SUCCESS |
			/oups          | 500 | GET /oups         | ERROR   | java.lang.IllegalStateException
			/h2-console/   | 200 | GET /h2-console/* | SUCCESS |
			""")
	void eachRequestIsNamedByItsRoute(String path, int status, String name, Outcome outcome, String error)
			throws Exception {
		assertThat(get(path).statusCode()).isEqualTo(status);
		InvocationRecord record = record();
		assertThat(record.handler()).isEqualTo(name);
		assertThat(record.request().status()).isEqualTo(status);
		assertThat(record.outcome()).isEqualTo(outcome);
		assertThat(record.error()).isEqualTo(error);
	}

	@ParameterizedTest
	@CsvSource({ "/clinic.css,200", "/actuator/health,200", "/actuator/invocations,200", "/favicon.ico,404" })
	void whatIsExcludedHasNoRecord(String path, int status) throws Exception {
		assertThat(get(path).statusCode()).isEqualTo(status);
		assertThat(this.invocations.started()).isEqualTo(this.before);
	}

	@Test
	void aTemplateOfTheTestsIsNoPartOfTheRequest() {
		RestTemplate template = this.builder.rootUri("http://127.0.0.1:" + this.port).build();
		ResponseEntity<String> response = template.exchange(RequestEntity.get("/owners/" + this.owner).build(),
				String.class);
		assertThat(response.getStatusCode()).isEqualTo(HttpStatus.OK);
		assertThat(record().serviceCalls()).extracting((call) -> call.operation()).containsExactly("SELECT");
	}

	private URI uri(String path) {
		return URI.create("http://127.0.0.1:" + this.port + path);
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return CLIENT.send(HttpRequest.newBuilder(uri(path)).header("Accept", "text/html, */*").build(),
				BodyHandlers.ofString());
	}

	private HttpResponse<String> post(String form) throws IOException, InterruptedException {
		return CLIENT.send(HttpRequest.newBuilder(uri("/owners/new"))
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString(form))
			.build(), BodyHandlers.ofString());
	}

	private InvocationRecord record() {
		await().pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(2))
			.until(() -> this.records.findAll().stream().anyMatch((each) -> each.sequence() > this.before));
		assertThat(this.invocations.started()).isEqualTo(this.before + 1);
		return this.records.findAll().get(0);
	}

}
