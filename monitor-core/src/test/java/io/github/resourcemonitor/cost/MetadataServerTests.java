package io.github.resourcemonitor.cost;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MetadataServer} with a server on loopback.
 */
class MetadataServerTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private HttpServer server;

	private String flavor = "Google";

	private int status = 200;

	private String answer = "projects/123456789/regions/us-central1\n";

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", (exchange) -> {
			this.requests
				.add(exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Metadata-Flavor"));
			if (this.flavor != null) {
				exchange.getResponseHeaders().set("Metadata-Flavor", this.flavor);
			}
			byte[] body = this.answer.getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(this.status, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
	}

	private static String host(InetSocketAddress address) {
		return address.getAddress().getHostAddress() + ":" + address.getPort();
	}

	private String region() {
		return new MetadataServer(host(this.server.getAddress()), LONG).region();
	}

	@Test
	void answersTheRegion() {
		assertThat(region()).isEqualTo("us-central1");
		assertThat(this.requests).containsExactly("/computeMetadata/v1/instance/region Google");
	}

	@Test
	void anotherServerAtItsAddressIsNoMetadataServer() {
		this.flavor = null;
		assertThat(region()).isNull();
		this.flavor = "Other";
		assertThat(region()).isNull();
	}

	@Test
	void anErrorIsNoRegion() {
		this.status = 404;
		assertThat(region()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "projects/1/regions/", "<html>", "projects/1/regions/us central1" })
	void whatIsNoRegionIsNone(String text) {
		this.answer = text;
		assertThat(region()).isNull();
	}

	@Test
	void aServerThatIsNotThereIsNone() {
		InetSocketAddress address = this.server.getAddress();
		this.server.stop(0);
		assertThat(new MetadataServer(host(address), LONG).region()).isNull();
	}

	@Test
	void aServerThatDoesNotAnswerIsNotWaitedFor() throws IOException {
		try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			InetSocketAddress address = (InetSocketAddress) silent.getLocalSocketAddress();
			assertThat(new MetadataServer(host(address), Duration.ofMillis(20)).region()).isNull();
		}
	}

	@Test
	void anInterruptEndsTheWaitingAndStays() throws IOException {
		try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			InetSocketAddress address = (InetSocketAddress) silent.getLocalSocketAddress();
			Thread.currentThread().interrupt();
			assertThat(new MetadataServer(host(address), LONG).region()).isNull();
			assertThat(Thread.interrupted()).isTrue();
		}
	}

}
