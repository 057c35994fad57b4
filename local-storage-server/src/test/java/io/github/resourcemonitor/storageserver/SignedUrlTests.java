package io.github.resourcemonitor.storageserver;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.google.auth.ServiceAccountSigner;
import com.google.cloud.WriteChannel;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.HttpMethod;
import com.google.cloud.storage.Storage.SignUrlOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.resourcemonitor.storageserver.RunningServer.BUCKET;
import static io.github.resourcemonitor.storageserver.RunningServer.randomBytes;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for signed URLs, used by the real client and by a plain HTTP client.
 */
class SignedUrlTests {

	private static final int CHUNK = 256 * 1024;

	private static final String NAME = "a/b c é+%.bin";

	private static final byte[] CONTENT = randomBytes(2 * CHUNK + 1234);

	@RegisterExtension
	private final RunningServer running = new RunningServer();

	private final HttpClient client = HttpClient.newHttpClient();

	@Test
	void writerUploadsInChunks() throws IOException {
		write(signedUrl(HttpMethod.POST, SignUrlOption.withV4Signature()));
		assertThat(this.running.object(NAME).content()).isEqualTo(CONTENT);
		List<RecordedRequest> requests = this.running.server().requests();
		assertThat(requests).extracting(RecordedRequest::status).containsExactly(201, 308, 308, 200);
		assertThat(requests).extracting(RecordedRequest::requestBodyBytes)
			.containsExactly(0L, (long) CHUNK, (long) CHUNK, 1234L);
		assertThat(requests).extracting(RecordedRequest::responseBodyBytes).containsOnly(0L);
		assertThat(requests).allSatisfy((request) -> {
			assertThat(request.line().isUpload()).isTrue();
			assertThat(request.path()).isEqualTo("/bucket/a/b%20c%20%C3%A9%2B%25.bin");
		});
	}

	@Test
	void writerUploadsWithOldSignature() throws IOException {
		write(signedUrl(HttpMethod.POST, SignUrlOption.withV2Signature()));
		assertThat(this.running.object(NAME).content()).isEqualTo(CONTENT);
	}

	@Test
	void writerUploadsNothing() throws IOException {
		this.running.storage().writer(signedUrl(HttpMethod.POST, SignUrlOption.withV4Signature())).close();
		assertThat(this.running.object(NAME).content()).isEmpty();
	}

	@Test
	void writerResumesChunkThatWasCut() throws IOException {
		this.running.server().cutUpload((line) -> line.method().equals("PUT"), 1000);
		write(signedUrl(HttpMethod.POST, SignUrlOption.withV4Signature()));
		assertThat(this.running.object(NAME).content()).isEqualTo(CONTENT);
		assertThat(this.running.server().requests()).extracting(RecordedRequest::requestBodyBytes)
			.startsWith(0L, 1000L, 0L, (long) CHUNK);
	}

	@Test
	void putUploadsWithAttributes() throws Exception {
		HttpResponse<byte[]> response = send(request(HttpMethod.PUT).header("Content-Type", "text/plain")
			.header("x-goog-meta-owner", "me")
			.header("x-goog-if-generation-match", "0")
			.PUT(BodyPublishers.ofByteArray(CONTENT)));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("x-goog-stored-content-length"))
			.contains(Integer.toString(CONTENT.length));
		StoredObject object = this.running.object(NAME);
		assertThat(object.content()).isEqualTo(CONTENT);
		assertThat(object.contentType()).isEqualTo("text/plain");
		assertThat(object.attributes()).containsEntry("metadata", Map.of("owner", "me"));
		assertThat(this.running.server().requests()).singleElement().satisfies((request) -> {
			assertThat(request.requestBodyBytes()).isEqualTo(CONTENT.length);
			assertThat(request.responseBodyBytes()).isZero();
		});
		assertThat(send(request(HttpMethod.PUT).header("x-goog-if-generation-match", "0").PUT(BodyPublishers.noBody()))
			.statusCode()).isEqualTo(412);
	}

	@Test
	void putKeepsCompressedContent() throws Exception {
		send(request(HttpMethod.PUT).header("Content-Encoding", "gzip").PUT(BodyPublishers.ofByteArray(CONTENT)));
		assertThat(this.running.object(NAME).content()).isEqualTo(CONTENT);
		assertThat(this.running.object(NAME).attributes()).containsEntry("contentEncoding", "gzip");
	}

	@Test
	void getDownloadsWholeOrRange() throws Exception {
		putObject();
		HttpResponse<byte[]> whole = send(request(HttpMethod.GET).GET());
		assertThat(whole.body()).isEqualTo(CONTENT);
		assertThat(whole.headers().firstValue("Content-Type")).contains("text/plain");
		HttpResponse<byte[]> range = send(request(HttpMethod.GET).header("Range", "bytes=10-109").GET());
		assertThat(range.statusCode()).isEqualTo(206);
		assertThat(range.body()).isEqualTo(Arrays.copyOfRange(CONTENT, 10, 110));
		assertThat(this.running.server().requests()).allMatch((request) -> request.line().isDownload())
			.extracting(RecordedRequest::responseBodyBytes)
			.containsExactly((long) CONTENT.length, 100L);
	}

	@Test
	void headHasTheSizeWithoutBody() throws Exception {
		putObject();
		HttpResponse<byte[]> response = send(request(HttpMethod.HEAD).method("HEAD", BodyPublishers.noBody()));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Length")).contains(Integer.toString(CONTENT.length));
		assertThat(response.body()).isEmpty();
		assertThat(this.running.server().requests()).singleElement()
			.satisfies((request) -> assertThat(request.responseBodyBytes()).isZero());
	}

	@Test
	void headHasTheSizeOfDiscardedContent() throws Exception {
		this.running.server().createDiscardingBucket(BUCKET);
		send(request(HttpMethod.PUT).header("Content-Encoding", "gzip").PUT(BodyPublishers.ofByteArray(CONTENT)));
		HttpResponse<byte[]> response = send(request(HttpMethod.HEAD).method("HEAD", BodyPublishers.noBody()));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Length")).contains(Integer.toString(CONTENT.length));
		assertThat(send(request(HttpMethod.GET).GET()).statusCode()).isEqualTo(501);
	}

	@Test
	void headOfMissingObjectHasNoBody() throws Exception {
		HttpResponse<byte[]> response = send(request(HttpMethod.HEAD).method("HEAD", BodyPublishers.noBody()));
		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(response.body()).isEmpty();
	}

	@Test
	void deleteRemovesObject() throws Exception {
		putObject();
		assertThat(send(request(HttpMethod.DELETE).DELETE()).statusCode()).isEqualTo(204);
		assertThat(send(request(HttpMethod.GET).GET()).statusCode()).isEqualTo(404);
	}

	@Test
	void deleteCancelsUpload() throws Exception {
		HttpResponse<byte[]> started = send(
				request(HttpMethod.POST).header("x-goog-resumable", "start").POST(BodyPublishers.noBody()));
		URI session = URI.create(started.headers().firstValue("Location").orElseThrow());
		assertThat(send(HttpRequest.newBuilder(session).DELETE()).statusCode()).isEqualTo(204);
		assertThat(send(HttpRequest.newBuilder(session).PUT(BodyPublishers.ofByteArray(CONTENT))).statusCode())
			.isEqualTo(404);
	}

	@Test
	void refusesOtherRequestsOfTheXmlApi() throws Exception {
		String object = this.running.server().uri() + "/bucket/a";
		List<HttpRequest.Builder> requests = List.of(
				HttpRequest.newBuilder(URI.create(object + "?uploads")).POST(BodyPublishers.noBody()),
				HttpRequest.newBuilder(URI.create(object + "?partNumber=1&uploadId=1")).PUT(BodyPublishers.noBody()),
				HttpRequest.newBuilder(URI.create(object))
					.header("x-goog-copy-source", "/bucket/b")
					.PUT(BodyPublishers.noBody()),
				HttpRequest.newBuilder(URI.create(this.running.server().uri() + "/bucket")).GET());
		for (HttpRequest.Builder request : requests) {
			assertThat(send(request).statusCode()).isEqualTo(501);
		}
		assertThat(this.running.server().object(BUCKET, "a")).isEmpty();
	}

	private void putObject() {
		this.running.server().putObject(BUCKET, NAME, "text/plain", CONTENT);
	}

	private void write(URL url) throws IOException {
		try (WriteChannel writer = this.running.storage().writer(url)) {
			writer.setChunkSize(CHUNK);
			writer.write(ByteBuffer.wrap(CONTENT));
		}
	}

	private HttpRequest.Builder request(HttpMethod method) throws URISyntaxException {
		return HttpRequest.newBuilder(signedUrl(method, SignUrlOption.withV4Signature()).toURI());
	}

	private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
		return this.client.send(request.build(), BodyHandlers.ofByteArray());
	}

	private URL signedUrl(HttpMethod method, SignUrlOption version) {
		return this.running.storage()
			.signUrl(BlobInfo.newBuilder(BUCKET, NAME).build(), 1, TimeUnit.HOURS, SignUrlOption.httpMethod(method),
					version, SignUrlOption.signWith(new FakeSigner()),
					SignUrlOption.withHostName(this.running.server().uri().toString()));
	}

	private static final class FakeSigner implements ServiceAccountSigner {

		@Override
		public String getAccount() {
			return "nobody@example.com";
		}

		@Override
		public byte[] sign(byte[] toSign) {
			return new byte[] { 1, 2, 3 };
		}

	}

}
