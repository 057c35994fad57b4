package io.github.resourcemonitor.requests;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

import javax.sql.DataSource;

import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.history.InvocationRepository;
import io.github.resourcemonitor.invocation.Invocations;
import io.github.resourcemonitor.record.HandledRequest;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.record.Trigger;
import io.github.resourcemonitor.web.ClientDisconnectedException;
import io.micrometer.tracing.Tracer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the requests of an application with pages, a database, validation and a
 * controller advice, which knows nothing of the monitor.
 */
@Timeout(120)
@SpringBootTest(classes = ClinicIT.Application.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "resource-monitor.sampling.enabled=false", "resource-monitor.sampling.edges=false",
				"resource-monitor.response-header=X-Invocation-Id", "resource-monitor.requests-exclude=/internal/**",
				"server.address=127.0.0.1", "server.shutdown=immediate", "jdbc.datasource-proxy.enabled=true",
				"management.endpoint.health.probes.add-additional-paths=true",
				"management.endpoint.health.probes.enabled=true" })
class ClinicIT {

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	@Autowired
	private Invocations invocations;

	@Autowired
	private InvocationRepository repository;

	@Autowired
	private Failures failures;

	@Value("${local.server.port}")
	private int port;

	private long before;

	@BeforeEach
	void begin() {
		await().until(() -> this.invocations.active() == 0);
		this.before = this.invocations.started();
	}

	@AfterEach
	void everythingEnds() {
		await().until(() -> this.invocations.active() == 0);
		assertThat(this.failures.summaries()).isEmpty();
	}

	@Test
	void aPageIsOneRecordWithItsSqlAndItsRendering() throws Exception {
		HttpResponse<String> response = get("/owners/1");
		assertThat(response.body()).contains("<h1>George</h1>", "<p>GET /owners/{id}</p>");
		InvocationRecord record = record();
		assertThat(record.handler()).isEqualTo("GET /owners/{id}");
		assertThat(record.trigger()).isEqualTo(Trigger.HTTP);
		assertThat(record.request()).isEqualTo(new HandledRequest("GET", "/owners/{id}", 200));
		assertThat(record.outcome()).isEqualTo(Outcome.SUCCESS);
		assertThat(record.own().isComplete()).isTrue();
		assertThat(record.serviceCalls()).extracting((call) -> call.operation(), (call) -> call.count())
			.containsExactly(tuple("SELECT", 1L));
		assertThat(response.headers().firstValue("X-Invocation-Id")).contains(record.id());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/owners/7         | 404 | GET /owners/{id}      | SUCCESS |
			/owners/text      | 400 | GET /owners/{id}      | SUCCESS |
			/nowhere          | 404 | GET (unmatched)       | SUCCESS |
			/clinic/none.css  | 404 | GET (unmatched)       | SUCCESS |
			/secret           | 401 | GET (unmatched)       | SUCCESS |
			/moved            | 302 | GET /moved            | SUCCESS |
			/handled          | 503 | GET /handled          | ERROR   | java.lang.UnsupportedOperationException
			/handled-as-409   | 409 | GET /handled-as-409   | SUCCESS |
			/fails            | 500 | GET /fails            | ERROR   | java.lang.IllegalStateException
			/fails-in-filter  | 500 | GET (unmatched)       | ERROR   | java.lang.IllegalArgumentException
			/answers-500      | 500 | GET /answers-500      | ERROR   | 500
			/routed/7         | 200 | GET /routed/{id}      | SUCCESS |
			/routed/100%25    | 200 | GET /routed/{id}      | SUCCESS |
			/routed/a%20b     | 200 | GET /routed/{id}      | SUCCESS |
			/%2569nternal/status | 404 | GET (unmatched)    | SUCCESS |
			/clinic/two%2520words.css | 404 | GET (unmatched) | SUCCESS |
			/callable         | 200 | GET /callable         | SUCCESS |
			/callable-fails   | 500 | GET /callable-fails   | ERROR   | java.lang.IllegalStateException
			/sse              | 200 | GET /sse              | SUCCESS |
			""")
	void eachRequestIsNamedByItsRoute(String path, int status, String name, Outcome outcome, String error)
			throws Exception {
		HttpResponse<String> response = get(path);
		assertThat(response.statusCode()).isEqualTo(status);
		InvocationRecord record = record();
		assertThat(record.handler()).isEqualTo(name);
		assertThat(record.request().status()).isEqualTo(status);
		assertThat(record.outcome()).isEqualTo(outcome);
		assertThat(record.error()).isEqualTo(error);
		assertThat(record.own().isComplete()).isTrue();
		assertThat(response.headers().allValues("X-Invocation-Id")).containsExactly(record.id());
	}

	@ParameterizedTest
	@CsvSource({ "HEAD,HEAD /moved,302", "POST,POST (unmatched),405", "OPTIONS,OPTIONS (unmatched),200",
			"MADEUP,_OTHER (unmatched),405" })
	void methodsAreThoseOfHttp(String method, String name, int status) throws Exception {
		HttpResponse<String> response = CLIENT.send(request("/moved").method(method, BodyPublishers.noBody()).build(),
				BodyHandlers.ofString());
		InvocationRecord record = record();
		assertThat(record.handler()).isEqualTo(name);
		assertThat(record.request().status()).isEqualTo(response.statusCode()).isEqualTo(status);
	}

	@Test
	void theFormWithErrorsIsAPageOfItsOwn() throws Exception {
		assertThat(post("/owners/new", "name=").body()).contains("must not be blank");
		InvocationRecord record = record();
		assertThat(record.request()).isEqualTo(new HandledRequest("POST", "/owners/new", 200));
		assertThat(record.serviceCalls()).isEmpty();
		begin();
		assertThat(post("/owners/new", "name=Betty").statusCode()).isEqualTo(302);
		record = record();
		assertThat(record.request()).isEqualTo(new HandledRequest("POST", "/owners/new", 302));
		assertThat(record.serviceCalls()).extracting((call) -> call.operation()).containsExactly("INSERT");
	}

	@Test
	void filesAreUploaded() throws Exception {
		String body = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nhello\r\n--b--\r\n";
		HttpResponse<String> response = CLIENT.send(request("/upload").POST(BodyPublishers.ofString(body))
			.header("Content-Type", "multipart/form-data; boundary=b")
			.build(), BodyHandlers.ofString());
		assertThat(response.body()).isEqualTo("5");
		assertThat(record().request()).isEqualTo(new HandledRequest("POST", "/upload", 200));
	}

	@ParameterizedTest
	@CsvSource({ "/actuator/health,200", "/actuator,200", "/livez,200", "/clinic/style.css,200", "/favicon.ico,404",
			"/internal/status,200", "/%69nternal/status,200", "/clinic/two%20words.css,200" })
	void whatIsExcludedHasNoRecord(String path, int status) throws Exception {
		HttpResponse<String> response = get(path);
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.headers().firstValue("X-Invocation-Id")).isEmpty();
		assertThat(this.invocations.started()).isEqualTo(this.before);
	}

	@Test
	void aClientThatGoesAwayCancelsItsRequest() throws Exception {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			socket.getOutputStream()
				.write("GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			InputStream response = socket.getInputStream();
			assertThat(response.readNBytes(100)).hasSize(100);
			assertThat(this.invocations.running(1).get(0).id()).endsWith("-" + (this.before + 1));
			assertThat(this.invocations.running(1).get(0).handler()).isEqualTo("GET /endless");
			socket.setSoLinger(true, 0);
		}
		InvocationRecord record = record();
		assertThat(record.handler()).isEqualTo("GET /endless");
		assertThat(record.outcome()).isEqualTo(Outcome.CANCELLED);
		assertThat(record.error()).isEqualTo(ClientDisconnectedException.class.getName());
	}

	@ParameterizedTest
	@CsvSource({ "X-CloudScheduler,true,timer", "ce-type,google.cloud.storage.object.v1.finalized,datasource",
			"ce-type,google.cloud.pubsub.topic.v1.messagePublished,pubsub", "ce-type,com.example.order,other",
			"User-Agent,CloudPubSub-Google,pubsub", "Content-Type,application/cloudevents+json,other",
			"User-Agent,curl/8,http" })
	void theTriggerIsThatOfTheHeaders(String header, String value, String trigger) throws Exception {
		CLIENT.send(request("/moved").header(header, value).build(), BodyHandlers.ofString());
		assertThat(record().trigger().label()).isEqualTo(trigger);
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
			.timeout(Duration.ofSeconds(60));
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return CLIENT.send(request(path).build(), BodyHandlers.ofString());
	}

	private HttpResponse<String> post(String path, String form) throws IOException, InterruptedException {
		return CLIENT.send(request(path).POST(BodyPublishers.ofString(form))
			.header("Content-Type", "application/x-www-form-urlencoded")
			.build(), BodyHandlers.ofString());
	}

	/**
	 * Return the record of the only invocation of the test.
	 */
	private InvocationRecord record() {
		await().until(() -> this.repository.findAll().stream().anyMatch((each) -> each.sequence() > this.before));
		assertThat(this.invocations.started()).isEqualTo(this.before + 1);
		return this.repository.findAll()
			.stream()
			.filter((each) -> each.sequence() > this.before)
			.findFirst()
			.orElseThrow();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(excludeName = "com.google.cloud.spring.autoconfigure.storage.GcpStorageAutoConfiguration")
	@Import({ Pages.class, Advice.class })
	static class Application {

		@Bean
		DataSource clinic() {
			JdbcDataSource source = new JdbcDataSource();
			source.setURL("jdbc:h2:mem:clinic;DB_CLOSE_DELAY=-1");
			return source;
		}

		@Bean
		JdbcTemplate template(DataSource source) {
			return new JdbcTemplate(source);
		}

		@Bean
		Tracer tracer() {
			return Tracer.NOOP;
		}

		@Bean
		Guard guard() {
			return new Guard();
		}

		@Bean
		RouterFunction<ServerResponse> routes() {
			return RouterFunctions.route()
				.GET("/routed/{id}", (request) -> ServerResponse.ok().body(request.pathVariable("id")))
				.build();
		}

	}

	static class Guard extends OncePerRequestFilter {

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws ServletException, IOException {
			if (request.getRequestURI().equals("/secret")) {
				response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
				return;
			}
			if (request.getRequestURI().equals("/fails-in-filter")) {
				throw new IllegalArgumentException("expected");
			}
			chain.doFilter(request, response);
		}

	}

	static class Form {

		@NotBlank
		private String name;

		public String getName() {
			return this.name;
		}

		public void setName(String name) {
			this.name = name;
		}

	}

	@ControllerAdvice
	static class Advice {

		@ExceptionHandler(UnsupportedOperationException.class)
		ResponseEntity<String> unavailable() {
			return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).body("later");
		}

		@ExceptionHandler(ArithmeticException.class)
		ResponseEntity<String> conflict() {
			return ResponseEntity.status(HttpStatus.CONFLICT).body("conflict");
		}

	}

	@Controller
	static class Pages {

		private final JdbcTemplate jdbc;

		private final ResourceMonitor monitor;

		Pages(JdbcTemplate jdbc, ResourceMonitor monitor) {
			this.jdbc = jdbc;
			this.monitor = monitor;
			jdbc.execute("create table if not exists owners (id int auto_increment primary key, name varchar(80))");
			jdbc.execute("insert into owners (name) values ('George')");
		}

		@GetMapping("/owners/{id}")
		String owner(@PathVariable int id, Model model) {
			List<String> names = this.jdbc.queryForList("select name from owners where id = ?", String.class, id);
			if (id == 7 || names.isEmpty()) {
				throw new ResponseStatusException(HttpStatus.NOT_FOUND);
			}
			model.addAttribute("owner", names.get(0));
			model.addAttribute("rendered", new Object() {

				@Override
				public String toString() {
					// While the page is rendered.
					return current();
				}

			});
			return "clinic/owner";
		}

		private String current() {
			return this.monitor.current().map((invocation) -> invocation.handler()).orElse("none");
		}

		@PostMapping("/owners/new")
		String create(@Valid @ModelAttribute("form") Form form, BindingResult result) {
			if (result.hasErrors()) {
				return "clinic/form";
			}
			this.jdbc.update("insert into owners (name) values (?)", form.getName());
			return "redirect:/owners/1";
		}

		@GetMapping("/moved")
		String moved() {
			return "redirect:/owners/1";
		}

		@GetMapping("/handled")
		String handled() {
			throw new UnsupportedOperationException("expected");
		}

		@GetMapping("/handled-as-409")
		String conflict() {
			throw new ArithmeticException("expected");
		}

		@GetMapping("/fails")
		String fails() {
			throw new IllegalStateException("expected");
		}

		@GetMapping("/answers-500")
		ResponseEntity<String> answers() {
			return ResponseEntity.internalServerError().body("no");
		}

		@GetMapping("/internal/status")
		@ResponseBody
		String status() {
			return "fine";
		}

		@GetMapping("/callable")
		@ResponseBody
		Callable<String> callable() {
			return this::current;
		}

		@GetMapping("/callable-fails")
		@ResponseBody
		Callable<String> callableFails() {
			return () -> {
				throw new IllegalStateException("expected");
			};
		}

		@PostMapping("/upload")
		@ResponseBody
		String upload(@RequestParam MultipartFile file) {
			return String.valueOf(file.getSize());
		}

		@GetMapping("/sse")
		SseEmitter sse() throws IOException {
			SseEmitter emitter = new SseEmitter();
			Thread thread = new Thread(this.monitor.propagate(() -> {
				try {
					emitter.send("one");
					emitter.complete();
				}
				catch (IOException ex) {
					emitter.completeWithError(ex);
				}
			}));
			thread.start();
			return emitter;
		}

		@GetMapping("/endless")
		void endless(HttpServletResponse response) throws IOException {
			byte[] block = new byte[8192];
			while (true) {
				response.getOutputStream().write(block);
				response.flushBuffer();
			}
		}

	}

}
