package io.github.resourcemonitor.demo;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.stream.Stream;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real browser, which notes what a page must not do: errors, breaches of its policy,
 * requests to other hosts, dialogs and long tasks.
 */
final class Browser implements AutoCloseable {

	private static final Path SCREENSHOTS = Path.of("target", "screenshots");

	private static final int TALLEST = 5000;

	private static final String WATCH = """
			window.watched = { violations: [], dialogs: 0, longest: 0 };
			addEventListener('securitypolicyviolation', (event) => watched.violations.push(event.violatedDirective + ' ' + event.blockedURI));
			window.alert = window.confirm = window.prompt = () => { watched.dialogs++; };
			new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
				watched.longest = Math.max(watched.longest, entry.duration);
			})).observe({ type: 'longtask', buffered: true });
			""";

	private final ChromeDriver driver;

	private final String host;

	private int opened;

	private Browser(ChromeDriver driver, String host) {
		this.driver = driver;
		this.host = host;
	}

	/**
	 * Start a browser, or skip the test with the reason if there is none.
	 */
	static Browser start(String host) {
		File chromium = find("chromium", "chromium-browser", "google-chrome");
		File chromedriver = find("chromedriver");
		Assumptions.assumeTrue(chromium != null && chromedriver != null,
				"no browser: Debian's packages chromium and chromium-driver have one");
		ChromeOptions options = new ChromeOptions();
		options.setBinary(chromium);
		options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
				"--hide-scrollbars", "--lang=en");
		LoggingPreferences logs = new LoggingPreferences();
		logs.enable("browser", Level.ALL);
		logs.enable("performance", Level.ALL);
		options.setCapability("goog:loggingPrefs", logs);
		ChromeDriver driver = new ChromeDriver(
				new ChromeDriverService.Builder().usingDriverExecutable(chromedriver).build(), options);
		driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", WATCH));
		return new Browser(driver, host);
	}

	private static @Nullable File find(String... names) {
		return Stream.of(names)
			.flatMap((name) -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
				.map((folder) -> new File(folder, name)))
			.filter(File::canExecute)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Run a script in each page before its own.
	 */
	AutoCloseable beforeEachPage(String script) {
		Object id = this.driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script))
			.get("identifier");
		return () -> this.driver.executeCdpCommand("Page.removeScriptToEvaluateOnNewDocument",
				Map.of("identifier", Objects.requireNonNull(id)));
	}

	void size(int width, int height) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
	}

	void theme(String name) {
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", name))));
	}

	void offline(boolean offline) {
		this.driver.executeCdpCommand("Network.enable", Map.of());
		this.driver.executeCdpCommand("Network.emulateNetworkConditions",
				Map.of("offline", offline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
	}

	/**
	 * Open an address in a new document, also if only its fragment differs.
	 */
	void open(String address) {
		int fragment = address.indexOf('#');
		String document = (fragment >= 0) ? address.substring(0, fragment) : address;
		String rest = (fragment >= 0) ? address.substring(fragment) : "";
		this.driver.get(document + (document.contains("?") ? "&" : "?") + "opened=" + this.opened++ + rest);
	}

	/**
	 * Wait for an element that is shown, when the page has read all that it needs.
	 */
	WebElement await(By by) {
		return new WebDriverWait(this.driver, Duration.ofSeconds(10), Duration.ofMillis(20))
			.ignoring(StaleElementReferenceException.class)
			.until((driver) -> driver.findElements(By.cssSelector("main[aria-busy=false]")).isEmpty() ? null
					: driver.findElements(by).stream().filter(WebElement::isDisplayed).findFirst().orElse(null));
	}

	List<WebElement> all(By by) {
		return this.driver.findElements(by);
	}

	Object run(String script, Object... arguments) {
		return this.driver.executeScript(script, arguments);
	}

	Object runAsync(String script, Object... arguments) {
		return this.driver.executeAsyncScript(script, arguments);
	}

	void back() {
		this.driver.navigate().back();
	}

	/**
	 * Return how much wider than its window the page is, in pixels.
	 */
	long overflow() {
		return ((Number) run("return document.scrollingElement.scrollWidth - innerWidth")).longValue();
	}

	/**
	 * Return the longest task of the page so far, in milliseconds; 0 if none took 50.
	 */
	double longestTask() {
		return ((Number) run("return watched.longest")).doubleValue();
	}

	/**
	 * Keep a picture of the whole page.
	 */
	void screenshot(String name, int width) {
		long height = ((Number) run("return document.scrollingElement.scrollHeight")).longValue();
		size(width, (int) Math.min(Math.max(height, 600), TALLEST));
		// Charts are drawn in the frame after a change of size.
		runAsync("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))");
		try {
			Files.createDirectories(SCREENSHOTS);
			Files.write(SCREENSHOTS.resolve(name + ".png"), this.driver.getScreenshotAs(OutputType.BYTES));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return what axe finds wrong with the page.
	 */
	List<String> barriers() {
		return new AxeBuilder().setLegacyMode(true)
			.analyze(this.driver)
			.getViolations()
			.stream()
			.map(Browser::describe)
			.toList();
	}

	private static String describe(Rule rule) {
		return rule.getId() + ": "
				+ rule.getNodes()
					.stream()
					.limit(3)
					.map((node) -> node.getHtml() + " " + node.getFailureSummary())
					.toList();
	}

	/**
	 * Return what the page must not have done since this was last asked.
	 */
	List<String> offences() {
		Stream<String> errors = this.driver.manage()
			.logs()
			.get("browser")
			.getAll()
			.stream()
			.filter((entry) -> entry.getLevel().intValue() >= Level.WARNING.intValue())
			.map(LogEntry::getMessage);
		Stream<String> requests = this.driver.manage()
			.logs()
			.get("performance")
			.getAll()
			.stream()
			.map((entry) -> JsonMapper.shared().readTree(entry.getMessage()).path("message"))
			.filter((message) -> message.path("method").asString().equals("Network.requestWillBeSent"))
			.map((message) -> message.path("params").path("request").path("url"))
			.map(JsonNode::asString)
			.filter((url) -> !url.startsWith(this.host) && !url.startsWith("data:") && !url.startsWith("about:"))
			.map("request to "::concat);
		Stream<String> watched = Stream
			.of(String.valueOf(run("return watched.violations.join() + (watched.dialogs || '')")))
			.filter((text) -> !text.isEmpty());
		return Stream.of(errors, requests, watched).flatMap((found) -> found).toList();
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
