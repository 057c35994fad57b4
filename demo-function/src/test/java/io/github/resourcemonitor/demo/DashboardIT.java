package io.github.resourcemonitor.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import io.github.resourcemonitor.InvocationScope;
import io.github.resourcemonitor.ResourceMonitor;
import io.github.resourcemonitor.annotation.CallDirection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the dashboard of the running demo, in a real browser. One browser and one
 * application for all, because both are slow to start; the order is that of a history
 * that grows. Pictures of all views are in {@code target/screenshots}.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "demo.image-megapixels=1", "demo.text-size=1MB", "resource-monitor.history.capacity=6000",
				"resource-monitor.sampling.interval=5ms" })
@Import(DemoClient.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DashboardIT {

	private static final String IMAGE = "<img src=x onerror=alert(1)>";

	private static final String SCRIPT = "</script><script>alert(2)</script>";

	private static final String REVERSED = "\u202Egnp.exe\u2066\u200F";

	private static final String LONG = "x".repeat(300);

	/**
	 * Completes records by what later versions of them have.
	 */
	private static final String COMPLETED = """
			const read = window.fetch;
			const complete = (record) => {
				const parts = [['cpuNanos', 0.3], ['serviceCallsNanos', 0.4], ['throttledNanos', 0.1], ['cpuContentionNanos', 0.05], ['lockNanos', 0.05],
					['jvmPauseNanos', 0.02], ['executorQueueNanos', 0.03], ['otherWaitNanos', 0.03]];
				record.time = Object.fromEntries(parts.map(([key, part]) => [key, Math.floor(part * record.durationNanos)]));
				record.time.unexplainedNanos = record.durationNanos - Object.values(record.time).reduce((a, b) => a + b, 0);
				record.cost = { currency: 'USD', amount: 0.0000123, cpu: 0.00001, memory: 0.0000019, request: 0.0000004, pricesDate: '2026-09-01',
					assumptions: ['billing by request'], missing: [{ part: 'egress', reason: 'has no price' }] };
				record.cause = { code: 'service-call:storage.download', sentence: '3.2 times its usual 130 ms: 240 ms more in storage.download (2 retries), 38 ms throttled.' };
				record.calls = [0, 1, 2].map((i) => ({ service: 'storage', operation: i === 2 ? 'upload' : 'download', startNanos: (0.05 + 0.3 * i) * record.durationNanos,
					durationNanos: 0.28 * record.durationNanos, waitNanos: 0.2 * record.durationNanos, bytes: 1000, status: '200', attempts: 1, thread: 'http-1' }));
				record.stacks = [{ count: 3, thread: 'http-1', lock: 'Lock@1', owner: 'http-2', frames: ['a.B.c(B.java:3)', 'd.E.f(E.java:9)'] }];
			};
			const amounts = { cpu: 0.0001, memory: 0.00002, request: 0.00004, amount: 0.00016, nanos: 4e9 };
			const bill = { currency: 'USD', platform: 'cloud-run', region: 'us-central1', billing: 'request-based', instance: { cpu: 1, memoryBytes: 1e9 },
				total: 0.00032, upperBound: 0.00034, idleShare: 0.4, lines: { startup: amounts, requests: amounts },
				handlers: [{ handler: 'thumbnail', count: 27, amountPerThousand: 0.0059, ...amounts }], days: [{ day: '2026-09-01', count: 27, ...amounts }],
				timeAndRequestsByBilling: { 'request-based': 0.00032, 'instance-based': 0.0009, cheapest: 'request-based' },
				missing: [{ part: 'egress', reason: 'has no price' }], pricesDate: '2026-09-01', assumptions: ['billing by request'] };
			document.addEventListener('readystatechange', () => {
				const path = document.querySelector('meta[name=path-costs]');
				if (path && location.search.includes('bill')) {
					path.content = 'costs';
				}
			});
			window.fetch = async (...all) => {
				if (String(all[0]).endsWith('/costs')) {
					return Response.json(bill);
				}
				const response = await read(...all);
				const body = await response.json();
				(body.invocations ?? (body.handler ? [body] : [])).forEach(complete);
				return Response.json(body, { status: response.status });
			};
			""";

	/**
	 * What the page's own modules say of records that are made up.
	 */
	private static final String FACTS = """
			const done = arguments[0];
			const module = (name) => import(new URL('dashboard/' + name, location.href));
			(async () => {
				const [{ usualOf, verdict }, { rank }, { bytes, money, nanos, percent }] = await Promise.all(['findings.js', 'stats.js', 'format.js'].map(module));
				const record = (duration, call, more) => ({ durationNanos: duration, own: { cpuNanos: 10e6 },
					serviceCalls: [{ service: 'storage', operation: 'storage.objects.get', count: 1, errors: 0, durationNanos: call }], ...more });
				const warm = Array.from({ length: 20 }, () => record(100e6, 20e6));
				const values = Array.from({ length: 20 }, (_, i) => i);
				done(JSON.stringify({
					slow: verdict(record(300e6, 200e6), usualOf(warm)),
					unexplained: verdict(record(300e6, 20e6), usualOf(warm)),
					usual: verdict(record(101e6, 20e6), usualOf(warm)),
					few: verdict(record(300e6, 200e6), usualOf(warm.slice(1))),
					cold: verdict(record(300e6, 200e6, { coldStart: true, initNanos: 2e9 }), usualOf(warm)),
					ranks: [rank(values, -1), rank(values, 10), rank(values, 20), rank(values.slice(1), 10) ?? null],
					formats: [nanos(undefined), nanos(0), nanos(999), nanos(1000), nanos(12.34e6), nanos(1.5e9), nanos(180e9), bytes(null), bytes(1000),
						percent(0.001), money(1.234e-8, 'USD')]
				}));
			})().catch((error) => done('"' + error.message + '"'));
			""";

	@Autowired
	private DemoClient client;

	@Autowired
	private ResourceMonitor monitor;

	@LocalServerPort
	private int port;

	private Browser browser;

	private String page;

	@BeforeAll
	void startBrowser() {
		this.browser = Browser.start("http://127.0.0.1:" + this.port);
		this.page = "http://127.0.0.1:" + this.port + "/actuator/dashboard";
	}

	@AfterAll
	void stopBrowser() {
		if (this.browser != null) {
			this.browser.close();
		}
	}

	@Test
	@Order(1)
	void saysWhatToDoWhileNothingHasRun() {
		open("", 1280);
		assertThat(this.browser.await(By.cssSelector("[data-state=empty]")).getText()).contains("No invocation");
		finish("empty");
	}

	@Test
	@Order(2)
	void theExpensiveCallIsOnTheFirstScreenAndReachedWithinTwoClicks() {
		callTheDemo();
		String handler = expensiveHandler();
		String call = expensiveCall(handler);
		open("", 1280);
		this.browser.await(By.id("handlers"));
		List<WebElement> named = this.browser.all(By.xpath("//*[text()='" + call + "']"));
		assertThat(named).isNotEmpty().anySatisfy((element) -> {
			assertThat(element.isDisplayed()).isTrue();
			assertThat(element.getRect().getY() + element.getRect().getHeight()).isLessThan(800);
			assertThat(element.getRect().getX() + element.getRect().getWidth()).isLessThan(1280);
		});
		this.browser.await(By.linkText(handler)).click();
		this.browser.await(By.cssSelector("table a[href^='#/invocation/']")).click();
		assertThat(this.browser.await(By.xpath("//h1[contains(., 'took')]")).getText()).startsWith(handler);
		assertThat(this.browser.await(By.xpath("//main//*[text()='" + call + "']")).isDisplayed()).isTrue();
		this.browser.back();
		assertThat(this.browser.await(By.xpath("//h1[not(contains(., 'took'))]")).getText()).isEqualTo(handler);
		assertThat(this.browser.offences()).isEmpty();
	}

	@Test
	@Order(3)
	void eachViewFitsInBothThemesAndHasNoBarriers() {
		for (Map.Entry<String, String> view : views().entrySet()) {
			for (String theme : List.of("light", "dark")) {
				this.browser.theme(theme);
				for (int width : view.getKey().equals("overview") ? new int[] { 360, 1280, 1920 }
						: new int[] { 360, 1280 }) {
					open(view.getValue(), width);
					this.browser.await(By.cssSelector("main h1"));
					String name = view.getKey() + "-" + theme + "-" + width;
					this.browser.screenshot(name, width);
					assertThat(this.browser.overflow()).as(name).isZero();
					if (width == 1280 || (width == 360 && theme.equals("light"))) {
						assertThat(this.browser.barriers()).as(name).isEmpty();
					}
				}
			}
			assertThat(this.browser.offences()).as(view.getKey()).isEmpty();
		}
		this.browser.theme("light");
	}

	@Test
	@Order(4)
	void showsWhatIsNewUntilItIsPaused() {
		open("", 1280);
		this.browser.await(By.id("handlers"));
		this.monitor.run("newcomer", () -> {
		});
		this.browser.await(By.linkText("newcomer"));
		WebElement pause = this.browser.await(By.id("pause"));
		pause.click();
		assertThat(pause.getText()).isEqualTo("Go on");
		assertThat(this.browser.await(By.id("status")).getText()).contains("Paused");
	}

	@Test
	@Order(5)
	void isSortedAndFollowedByKeyboard() {
		open("", 1280);
		WebElement heading = this.browser.await(By.xpath("//table[@id='handlers']//button[text()='Handler']"));
		heading.sendKeys(Keys.ENTER);
		assertThat(this.browser.all(By.cssSelector("#handlers tbody th")))
			.extracting((cell) -> cell.getText().toLowerCase())
			.isSorted();
		WebElement link = this.browser.await(By.linkText("thumbnail"));
		link.sendKeys(Keys.ENTER);
		assertThat(this.browser.await(By.xpath("//h1[.='thumbnail']")).isDisplayed()).isTrue();
	}

	@Test
	@Order(6)
	void makesATraceAndATableOfARecord() throws Exception {
		try (AutoCloseable script = this.browser
			.beforeEachPage("URL.createObjectURL = (blob) => { window.saved = blob; return '#'; };")) {
			open(views().get("invocation"), 1280);
			this.browser.await(By.xpath("//button[contains(., 'Perfetto')]")).click();
			JsonNode events = JsonMapper.shared().readTree(saved()).get("traceEvents");
			assertThat(events).anySatisfy((event) -> {
				assertThat(event.get("ph").asString()).isEqualTo("X");
				assertThat(event.get("name").asString()).isEqualTo("thumbnail");
				assertThat(event.get("dur").asDouble()).isPositive();
			}).anySatisfy((event) -> {
				assertThat(event.get("ph").asString()).isEqualTo("C");
				assertThat(event.get("name").asString()).isEqualTo("memory.rssBytes");
			});
			this.browser.await(By.xpath("//button[contains(., 'CSV')]")).click();
			assertThat(saved()).startsWith("timeNanos,cpu.").endsWith("\r\n");
			this.browser.await(By.xpath("//button[.='JSON']")).click();
			assertThat(JsonMapper.shared().readTree(saved()).get("handler").asString()).isEqualTo("thumbnail");
		}
	}

	@Test
	@Order(6)
	void verdictsAndFiguresAreRight() {
		open("", 1280);
		this.browser.await(By.id("handlers"));
		JsonNode facts = JsonMapper.shared().readTree(String.valueOf(this.browser.runAsync(FACTS)));
		assertThat(facts.get("slow").asString())
			.isEqualTo("3.0 times the usual 100\u00a0ms: 180\u00a0ms more of storage.objects.get.");
		assertThat(facts.get("unexplained").asString())
			.isEqualTo("3.0 times the usual 100\u00a0ms; no part that was measured explains it.");
		assertThat(facts.get("usual").asString()).isEqualTo("As long as usual, which is 100\u00a0ms.");
		assertThat(facts.get("few").asString())
			.isEqualTo("storage.objects.get is 67\u00a0% of its time. Too few warm calls to compare it with.");
		assertThat(facts.get("cold").asString()).startsWith("First invocation of the instance")
			.endsWith("started 2\u00a0s before it.");
		assertThat(facts.get("ranks")).extracting(JsonNode::toString).containsExactly("0", "0.525", "1", "null");
		assertThat(facts.get("formats")).extracting(JsonNode::asString)
			.containsExactly("–", "0", "999\u00a0ns", "1\u00a0µs", "12.3\u00a0ms", "1.50\u00a0s", "3\u00a0min", "–",
					"1\u00a0kB", "<\u00a01\u00a0%", "1.23e-8\u00a0USD");
	}

	@Test
	@Order(7)
	void showsCausesCallsInTimeAndCostsWhereRecordsHaveThem() throws Exception {
		try (AutoCloseable script = this.browser.beforeEachPage(COMPLETED)) {
			for (String view : List.of("overview", "invocation", "costs")) {
				open(views().getOrDefault(view, "#/costs"), 1280);
				this.browser.await(By.cssSelector("main h1"));
				this.browser.screenshot("completed-" + view, 1280);
				assertThat(this.browser.barriers()).as(view).isEmpty();
			}
			this.browser.open(this.page + "?bill#/costs");
			assertThat(this.browser.await(By.cssSelector("main h1")).getText()).contains("0.000320");
			assertThat(this.browser.await(By.linkText("thumbnail")).isDisplayed()).isTrue();
			this.browser.screenshot("completed-bill", 1280);
			assertThat(this.browser.barriers()).isEmpty();
			open(views().get("invocation"), 1280);
			assertThat(this.browser.await(By.cssSelector("p.sentence")).getText()).startsWith("3.2 times its usual");
			assertThat(this.browser.await(By.cssSelector(".legend")).getText()).contains("throttled by the CPU quota")
				.contains("unexplained");
			assertThat(this.browser.await(By.xpath("//h2[.='Where its threads were']")).isDisplayed()).isTrue();
			assertThat(this.browser.await(By.id("costs-link")).isDisplayed()).isTrue();
			assertThat(this.browser.offences()).isEmpty();
		}
	}

	@Test
	@Order(8)
	void namesOfOthersDoNothing() {
		List<String> ids = new ArrayList<>();
		for (String name : List.of(IMAGE, SCRIPT, REVERSED, LONG)) {
			try (InvocationScope scope = this.monitor.start(name)) {
				this.monitor.recordServiceCall(name, name, CallDirection.DOWNLOAD, 10);
				ids.add(scope.id());
			}
		}
		List<String> views = new ArrayList<>(List.of("", "#/resources", "#/" + IMAGE, "#/handler/" + "%E0%A4%A",
				"#/handler/" + LONG, "#/invocation/" + SCRIPT));
		ids.forEach((id) -> views.add("#/invocation/" + id));
		for (String view : views) {
			open(view, 360);
			this.browser.await(By.cssSelector("main h1"));
			assertThat(this.browser.overflow()).as(view).isZero();
		}
		for (int width : new int[] { 360, 1280 }) {
			for (String view : List.of("", "#/compare/" + ids.get(3) + "/" + ids.get(0))) {
				open(view, width);
				this.browser.await(By.cssSelector("main h1"));
				this.browser.screenshot("hostile-" + Math.max(0, view.indexOf('/', 2)) + "-" + width, width);
				assertThat(this.browser.overflow()).as(view).isZero();
			}
		}
		assertThat(this.browser.all(By.cssSelector("main img, main script, main iframe"))).isEmpty();
		open("", 1280);
		this.browser.await(By.linkText(IMAGE)).click();
		assertThat(this.browser.await(By.cssSelector("h1 bdi")).getText()).isEqualTo(IMAGE);
		assertThat(this.browser.offences()).filteredOn((offence) -> !offence.contains("status of 404")).isEmpty();
	}

	@Test
	@Order(9)
	void fiveThousandRecordsStayResponsive() {
		for (int i = 0; i < 5000; i++) {
			String handler = "load-" + i % 40;
			this.monitor.run(handler, () -> this.monitor.recordServiceCall("queue", "send", CallDirection.UPLOAD, 100));
		}
		open("", 1280);
		this.browser.await(By.xpath("//p[contains(., 'latest 5,000 records')][contains(., 'all that are kept')]"));
		this.browser.await(By.linkText("load-1")).click();
		this.browser.await(By.xpath("//h1[.='load-1']"));
		this.browser.await(By.cssSelector("path.point"));
		assertThat(this.browser.longestTask()).isLessThanOrEqualTo(200);
		finish("five-thousand");
	}

	@Test
	@Order(10)
	void saysThatActuatorIsNotReachableAndGoesOn() {
		open("", 1280);
		this.browser.await(By.id("handlers"));
		this.browser.offline(true);
		assertThat(this.browser.await(By.cssSelector("[data-state=unreachable]")).getText()).contains("not reachable");
		this.browser.screenshot("unreachable", 1280);
		this.browser.offline(false);
		this.browser.await(By.id("handlers"));
		this.browser.offences();
	}

	@ParameterizedTest
	@Order(11)
	@CsvSource({ "403, '', denied", "200, <html>, strange", "500, {}, failed", "404, {}, missing" })
	void saysWhyAnEndpointGivesNoAnswer(int status, String body, String state) throws Exception {
		String answer = "window.fetch = async () => new Response('%s', { status: %d });".formatted(body, status);
		try (AutoCloseable script = this.browser.beforeEachPage(answer)) {
			open("", 1280);
			assertThat(this.browser.await(By.cssSelector("[data-state=" + state + "] h1")).getText())
				.contains("endpoint invocations");
			assertThat(this.browser.offences()).isEmpty();
		}
	}

	@Test
	@Order(12)
	void namesThePropertyThatExposesAnEndpoint() {
		try (ConfigurableApplicationContext other = new SpringApplicationBuilder(DemoApplication.class).run(
				"--server.port=0", "--demo.image-megapixels=0.01", "--demo.text-size=1KB",
				"--management.endpoints.web.exposure.include=dashboard")) {
			String address = "http://127.0.0.1:" + other.getEnvironment().getRequiredProperty("local.server.port")
					+ "/actuator/dashboard";
			this.browser.size(1280, 800);
			this.browser.open(address);
			assertThat(this.browser.await(By.cssSelector("[data-state=missing]")).getText())
				.contains("management.endpoints.web.exposure.include=dashboard,invocations,resources");
			this.browser.screenshot("missing", 1280);
			this.browser.open(address + "#/resources");
			assertThat(this.browser.await(By.cssSelector("[data-state=missing]")).getText())
				.contains("endpoint resources is not exposed");
			assertThat(this.browser.barriers()).isEmpty();
		}
	}

	private void open(String view, int width) {
		this.browser.size(width, 800);
		this.browser.open(this.page + view);
	}

	private void finish(String name) {
		this.browser.screenshot(name, 1280);
		assertThat(this.browser.barriers()).as(name).isEmpty();
		assertThat(this.browser.offences()).as(name).isEmpty();
	}

	private String saved() {
		// As JSON, because the driver's answer does not keep all ends of lines.
		Object text = this.browser
			.runAsync("const done = arguments[0]; window.saved.text().then((text) => done(JSON.stringify(text)))");
		return JsonMapper.shared().readTree(String.valueOf(text)).asString();
	}

	/**
	 * Call both functions, some at once, and one that fails.
	 */
	private void callTheDemo() {
		for (int i = 0; i < 24; i++) {
			assertThat(this.client.thumbnail("photos", "hills.jpg", 320).status()).isEqualTo(200);
			assertThat(this.client.wordcount("texts", "novel.txt").status()).isEqualTo(200);
		}
		CompletableFuture<?> first = CompletableFuture
			.runAsync(() -> this.client.thumbnail("photos", "valley.jpg", 640));
		this.client.thumbnail("photos", "mountains.jpg", 640);
		first.join();
		assertThat(this.client.thumbnail("photos", "nothing.jpg", 320).status()).isEqualTo(404);
	}

	/**
	 * Return the handler with the most CPU time.
	 */
	private String expensiveHandler() {
		String name = "";
		long most = -1;
		for (JsonNode handler : this.client.get("/actuator/invocations").json().get("handlers")) {
			long total = handler.get("cpuNanos").get("total").asLong();
			if (total > most) {
				most = total;
				name = handler.get("handler").asString();
			}
		}
		return name;
	}

	/**
	 * Return the operation of a handler that most time goes to.
	 */
	private String expensiveCall(String handler) {
		Map<String, Long> times = new TreeMap<>();
		for (JsonNode record : this.client.get("/actuator/invocations?limit=1000&handler=" + handler)
			.json()
			.get("invocations")) {
			for (JsonNode call : record.get("serviceCalls")) {
				String service = call.get("service").asString() + ".";
				String operation = call.get("operation").asString();
				times.merge(operation.startsWith(service) ? operation : service + operation,
						call.get("durationNanos").asLong(), Long::sum);
			}
		}
		return times.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
	}

	/**
	 * Return the addresses of all views, with the slowest call of the thumbnails.
	 */
	private Map<String, String> views() {
		JsonNode slowest = null;
		for (JsonNode record : this.client.get("/actuator/invocations?limit=1000&handler=thumbnail")
			.json()
			.get("invocations")) {
			if (slowest == null || record.get("durationNanos").asLong() > slowest.get("durationNanos").asLong()) {
				slowest = record;
			}
		}
		String id = slowest.get("id").asString();
		return new TreeMap<>(Map.of("overview", "", "handler", "#/handler/thumbnail", "invocation",
				"#/invocation/" + id, "compare", "#/compare/" + id + "/median", "resources", "#/resources"));
	}

}
