package io.github.resourcemonitor.storageserver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.resourcemonitor.storageserver.RunningServer.BUCKET;
import static io.github.resourcemonitor.storageserver.RunningServer.TIMEOUT;
import static io.github.resourcemonitor.storageserver.RunningServer.randomBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link LocalStorageServer} without the real client: lifecycle, journal, and
 * requests that the client does not send.
 */
class LocalStorageServerTests {

	private static final String UPLOAD = "/upload/storage/v1/b/bucket/o?";

	@RegisterExtension
	private final RunningServer running = new RunningServer();

	private final HttpClient client = HttpClient.newHttpClient();

	@Test
	void countsBodiesAsTheyWereOnTheWire() throws Exception {
		byte[] compressed = gzip("much the same ".repeat(1000));
		HttpResponse<byte[]> response = send(
				request(UPLOAD + "uploadType=media&name=a%2Fb").header("Content-Type", "text/plain")
					.header("Content-Encoding", "gzip")
					.POST(BodyPublishers.ofByteArray(compressed)));
		assertThat(this.running.object("a/b").content()).asString().isEqualTo("much the same ".repeat(1000));
		assertThat(this.running.server().requests())
			.containsExactly(new RecordedRequest("POST", "/upload/storage/v1/b/bucket/o", "uploadType=media&name=a%2Fb",
					200, compressed.length, response.body().length));
	}

	@Test
	void countsBodiesOfUnknownLength() throws Exception {
		byte[] content = randomBytes(200_000);
		send(request(UPLOAD + "uploadType=media&name=a")
			.POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(content))));
		assertThat(this.running.object("a").content()).isEqualTo(content);
		assertThat(this.running.server().requests()).extracting(RecordedRequest::requestBodyBytes)
			.containsExactly(200_000L);
	}

	@Test
	void countsReceivedBytesOfInterruptedUpload() throws Exception {
		try (Socket socket = new Socket("127.0.0.1", this.running.server().port())) {
			socket.getOutputStream()
				.write(("POST " + UPLOAD + "uploadType=media&name=a HTTP/1.1\r\nHost: localhost\r\n"
						+ "Content-Length: 100\r\n\r\n0123456789")
					.getBytes());
		}
		assertThat(this.running.awaitRequests()).containsExactly(
				new RecordedRequest("POST", "/upload/storage/v1/b/bucket/o", "uploadType=media&name=a", 0, 10, 0));
		assertThat(this.running.server().object(BUCKET, "a")).isEmpty();
	}

	@Test
	void clearsRequests() throws Exception {
		send(request("/storage/v1/b").GET());
		this.running.server().clearRequests();
		assertThat(this.running.server().requests()).isEmpty();
	}

	@Test
	void clearsRequestsInProgress() throws Exception {
		this.running.server().putObject(BUCKET, "a", "text/plain", randomBytes(1000));
		try (DownloadHold hold = this.running.server().holdNextDownload(500)) {
			CompletableFuture<HttpResponse<byte[]>> download = this.client
				.sendAsync(request("/storage/v1/b/bucket/o/a?alt=media").GET().build(), BodyHandlers.ofByteArray());
			assertThat(hold.awaitReached(TIMEOUT)).isTrue();
			this.running.server().clearRequests();
			hold.release();
			assertThat(download).succeedsWithin(TIMEOUT);
		}
		send(request("/storage/v1/b").GET());
		this.running.server().close();
		assertThat(this.running.server().requests()).extracting(RecordedRequest::path).containsExactly("/storage/v1/b");
	}

	@Test
	void respondsToDownloadWithHeadersOfCloudStorage() throws Exception {
		this.running.server().putObject(BUCKET, "a", "text/plain", "123456789".getBytes());
		HttpResponse<byte[]> response = send(
				request("/storage/v1/b/bucket/o/a?alt=media").header("Range", "bytes=-4").GET());
		assertThat(response.statusCode()).isEqualTo(206);
		assertThat(response.body()).asString().isEqualTo("6789");
		assertThat(response.headers().firstValue("Content-Range")).contains("bytes 5-8/9");
		assertThat(response.headers().allValues("x-goog-hash")).containsExactly("crc32c=4waSgw==",
				"md5=JfnnlDI7RTiF9RgfG2JNCw==");
		assertThat(response.headers().firstValue("x-goog-stored-content-length")).contains("9");
		assertThat(response.headers().firstValue("x-goog-generation"))
			.contains(Long.toString(this.running.object("a").generation()));
	}

	@Test
	void decompressesForClientThatDoesNotAcceptGzip() throws Exception {
		send(request(UPLOAD + "uploadType=media&name=a&contentEncoding=gzip")
			.POST(BodyPublishers.ofByteArray(gzip("text"))));
		assertThat(send(request("/download/storage/v1/b/bucket/o/a?alt=media").GET()).body()).asString()
			.isEqualTo("text");
	}

	@Test
	void keepsOnlyWholeQuantaOfUnfinishedUpload() throws Exception {
		URI session = startUpload();
		byte[] content = randomBytes(300_000);
		HttpResponse<byte[]> chunk = put(session, "bytes 0-299999/*", content);
		assertThat(chunk.statusCode()).isEqualTo(308);
		assertThat(chunk.headers().firstValue("Range")).contains("bytes=0-262143");
		assertThat(put(session, "bytes */*", new byte[0]).headers().firstValue("Range")).contains("bytes=0-262143");
		assertThat(put(session, "bytes 0-299999/300000", content).statusCode()).isEqualTo(200);
		assertThat(put(session, "bytes */300000", new byte[0]).statusCode()).isEqualTo(200);
		assertThat(this.running.object("a").content()).isEqualTo(content);
	}

	@Test
	void refusesChunkThatLeavesGap() throws Exception {
		URI session = startUpload();
		assertThat(put(session, "bytes 10-19/20", new byte[10]).statusCode()).isEqualTo(503);
		assertThat(put(session, "bytes 0-19/20", new byte[10]).statusCode()).isEqualTo(400);
	}

	@Test
	void cancelsUpload() throws Exception {
		URI session = startUpload();
		assertThat(send(HttpRequest.newBuilder(session).DELETE()).statusCode()).isEqualTo(499);
		assertThat(put(session, "bytes */*", new byte[0]).statusCode()).isEqualTo(404);
	}

	@Test
	void respondsToUnknownRequestsWithNotImplemented() throws Exception {
		HttpResponse<byte[]> response = send(request("/storage/v1/b/bucket/iam").GET());
		assertThat(response.statusCode()).isEqualTo(501);
		assertThat(response.body()).asString().contains("\"reason\":\"notImplemented\"");
	}

	@Test
	void respondsToMalformedRequestsWithBadRequest() throws Exception {
		List<HttpRequest.Builder> malformed = List.of(request("/storage/v1/b").POST(BodyPublishers.ofString("{")),
				request("/storage/v1/b?maxResults=many").GET(),
				request(UPLOAD + "uploadType=multipart").POST(BodyPublishers.ofString("no parts")),
				request(UPLOAD + "uploadType=media").POST(BodyPublishers.ofString("no name")),
				request(UPLOAD + "uploadType=media&name=a").header("Content-Encoding", "gzip")
					.POST(BodyPublishers.ofString("not compressed")));
		for (HttpRequest.Builder request : malformed) {
			assertThat(send(request).statusCode()).isEqualTo(400);
		}
	}

	@Test
	void refusesObjectWithoutBucket() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.running.server().putObject("missing", "a", "text/plain", new byte[0]));
	}

	@Test
	void createsBucketOnlyOnce() {
		this.running.server().putObject(BUCKET, "a", "text/plain", new byte[0]);
		this.running.server().createBucket(BUCKET);
		assertThat(this.running.server().object(BUCKET, "a")).isPresent();
	}

	@Test
	void runsInDaemonThreadsOfItsName() throws Exception {
		send(request("/storage/v1/b").GET());
		assertThat(serverThreads()).isNotEmpty()
			.allSatisfy((thread) -> assertThat(thread.isDaemon()).isTrue())
			.allSatisfy((thread) -> assertThat(thread.getName()).contains("local-storage-server"));
	}

	@Test
	void freesPortAndThreadsOnClose() throws Exception {
		send(request("/storage/v1/b").GET());
		int port = this.running.server().port();
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> LocalStorageServer.start(port));
		List<Thread> threads = serverThreads();
		this.running.server().close();
		this.running.server().close();
		for (Thread thread : threads) {
			thread.join(TIMEOUT.toMillis());
			assertThat(thread.isAlive()).isFalse();
		}
		try (LocalStorageServer again = LocalStorageServer.start(port)) {
			assertThat(again.uri()).hasPort(port).hasHost("127.0.0.1");
		}
	}

	private static List<Thread> serverThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getThreadGroup() != null
					&& thread.getThreadGroup().getName().equals("local-storage-server"))
			.toList();
	}

	private URI startUpload() throws Exception {
		HttpResponse<byte[]> response = send(
				request(UPLOAD + "uploadType=resumable&name=a").POST(BodyPublishers.noBody()));
		return URI.create(response.headers().firstValue("Location").orElseThrow());
	}

	private HttpResponse<byte[]> put(URI session, String range, byte[] body) throws Exception {
		return send(
				HttpRequest.newBuilder(session).header("Content-Range", range).PUT(BodyPublishers.ofByteArray(body)));
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(this.running.server().uri().resolve(path));
	}

	private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
		return this.client.send(request.build(), BodyHandlers.ofByteArray());
	}

	private static byte[] gzip(String text) throws IOException {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
			gzip.write(text.getBytes());
		}
		return compressed.toByteArray();
	}

}
