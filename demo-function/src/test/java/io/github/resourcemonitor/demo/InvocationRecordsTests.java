package io.github.resourcemonitor.demo;

import java.util.HashMap;
import java.util.Map;

import io.github.resourcemonitor.storageserver.LocalStorageServer;
import io.github.resourcemonitor.storageserver.RecordedRequest;
import io.github.resourcemonitor.storageserver.RequestLine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the records of calls, compared with the objects and requests of the storage
 * server.
 */
@DemoTest
class InvocationRecordsTests {

	@Autowired
	private DemoClient client;

	@Autowired
	private LocalStorageServer server;

	@AfterEach
	void clearFaults() {
		this.server.clearFaults();
	}

	@Test
	void haveTheBytesOfAThumbnail() {
		JsonNode answer = this.client.thumbnail("photos", "mountains.jpg", 128).json();
		JsonNode record = record(answer);
		assertThat(record.path("schema").asString()).isEqualTo("resource-monitor/invocation/1");
		assertThat(record.path("handler").asString()).isEqualTo("thumbnail");
		assertThat(record.path("outcome").asString()).isEqualTo("SUCCESS");
		long original = size("photos", "mountains.jpg");
		long thumbnail = size("photos", "thumbnails/128/mountains.jpg");
		JsonNode download = call(record, "download");
		assertThat(download.path("service").asString()).isEqualTo("storage");
		assertThat(download.path("direction").asString()).isEqualTo("DOWNLOAD");
		assertThat(download.path("count").asLong()).isEqualTo(1);
		assertThat(download.path("bytes").asLong()).isEqualTo(original);
		JsonNode upload = call(record, "upload");
		assertThat(upload.path("direction").asString()).isEqualTo("UPLOAD");
		assertThat(upload.path("count").asLong()).isEqualTo(1);
		assertThat(upload.path("bytes").asLong()).isEqualTo(thumbnail);
		assertTransfers(record, 2, original, thumbnail);
		assertThat(record.path("own").path("cpuNanos").asLong()).isPositive()
			.isLessThanOrEqualTo(record.path("durationNanos").asLong());
		assertThat(record.path("own").path("allocatedBytes").asLong()).isGreaterThan(original);
	}

	@Test
	void haveTheBytesOfATextWithoutAnnotations() {
		this.server.clearRequests();
		JsonNode record = record(this.client.wordcount("texts", "novel.txt").json());
		long size = size("texts", "novel.txt");
		assertThat(record.path("handler").asString()).isEqualTo("wordcount");
		assertThat(record.path("outcome").asString()).isEqualTo("SUCCESS");
		assertThat(record.path("serviceCalls")).hasSize(2);
		JsonNode metadata = record.path("serviceCalls").path(0);
		assertThat(metadata.path("service").asString()).isEqualTo("storage");
		assertThat(metadata.path("operation").asString()).isEqualTo("storage.objects.get");
		assertThat(metadata.path("direction").asString()).isEqualTo("NONE");
		JsonNode content = record.path("serviceCalls").path(1);
		assertThat(content.path("operation").asString()).isEqualTo("storage.objects.get");
		assertThat(content.path("direction").asString()).isEqualTo("DOWNLOAD");
		assertThat(content.path("count").asLong()).isEqualTo(1);
		assertThat(content.path("bytes").asLong()).isEqualTo(size);
		assertThat(content.path("wireReceivedBytes").asLong()).isEqualTo(size);
		assertThat(content.path("attempts").asLong()).isEqualTo(1);
		assertThat(content.path("retries").asLong()).isZero();
		assertThat(statuses(content)).containsEntry("200", 1L);
		assertThat(metadata.path("wireReceivedBytes").asLong() + size)
			.isEqualTo(this.server.requests().stream().mapToLong(RecordedRequest::responseBodyBytes).sum());
		assertTransfers(record, 2, size, 0);
	}

	@Test
	void haveTheRequestsOfAnAnnotatedCall() {
		this.server.fail(RequestLine::isDownload, 1, 503);
		JsonNode record = record(this.client.thumbnail("photos", "valley.jpg", 64).json());
		JsonNode download = call(record, "download");
		assertThat(download.path("count").asLong()).isEqualTo(1);
		assertThat(download.path("errors").asLong()).isZero();
		assertThat(download.path("attempts").asLong()).isEqualTo(2);
		assertThat(download.path("retries").asLong()).isEqualTo(1);
		assertThat(statuses(download)).containsEntry("503", 1L);
		assertThat(download.path("wireReceivedBytes").asLong()).isGreaterThan(size("photos", "valley.jpg"));
		assertThat(call(record, "upload").path("wireSentBytes").asLong()).isPositive();
		assertThat(record.path("serviceCalls")).hasSize(2);
	}

	@Test
	void haveTheFailedCall() {
		assertThat(this.client.thumbnail("photos", "missing.jpg", 320).status()).isEqualTo(404);
		JsonNode record = latest("thumbnail");
		assertThat(record.path("outcome").asString()).isEqualTo("ERROR");
		assertThat(record.path("error").asString()).endsWith("ObjectNotFoundException");
		assertThat(record.path("serviceCalls")).hasSize(1);
		JsonNode download = call(record, "download");
		assertThat(download.path("count").asLong()).isEqualTo(1);
		assertThat(download.path("errors").asLong()).isEqualTo(1);
	}

	@Test
	void areNotCreatedForRefusedRequests() {
		long before = started();
		assertThat(this.client.post("/thumbnail", "{\"bucket\":").status()).isEqualTo(400);
		assertThat(this.client.thumbnail("photos", "hills.jpg", 0).status()).isEqualTo(400);
		assertThat(started()).isEqualTo(before);
	}

	@Test
	void areCompleteWhenTheStorageIsDown() {
		this.server.failNext(1000, 503);
		assertThat(this.client.wordcount("texts", "novel.txt").status()).isEqualTo(503);
		JsonNode record = latest("wordcount");
		assertThat(record.path("outcome").asString()).isEqualTo("ERROR");
		assertThat(record.path("error").asString()).endsWith("StorageUnavailableException");
		assertThat(record.path("durationNanos").asLong()).isPositive();
		JsonNode download = call(record, "storage.objects.get");
		assertThat(download.path("count").asLong()).isEqualTo(1);
		assertThat(download.path("errors").asLong()).isEqualTo(1);
		assertThat(download.path("attempts").asLong()).isEqualTo(4);
		assertThat(download.path("durationNanos").asLong()).isPositive()
			.isLessThanOrEqualTo(record.path("durationNanos").asLong());
	}

	@Test
	void haveSamplesOfALongInvocation() {
		JsonNode answer = this.client.thumbnail("photos", "hills.jpg", 4096).json();
		JsonNode samples = record(answer).path("samples");
		assertThat(samples.path("intervalMillis").asLong()).isPositive();
		assertThat(samples.path("columns")).isNotEmpty();
		assertThat(samples.path("rows")).hasSizeGreaterThanOrEqualTo(2)
			.allSatisfy((row) -> assertThat(row).hasSize(samples.path("columns").size()));
		DemoClient.Answer csv = this.client.get(path(answer) + "?format=csv");
		assertThat(csv.status()).isEqualTo(200);
		assertThat(csv.body().lines()).hasSize(samples.path("rows").size() + 1);
	}

	private JsonNode record(JsonNode answer) {
		DemoClient.Answer record = this.client.get(path(answer));
		assertThat(record.status()).as(record.body()).isEqualTo(200);
		return record.json();
	}

	private String path(JsonNode answer) {
		return "/actuator/invocations/" + answer.path("invocationId").asString();
	}

	private JsonNode latest(String handler) {
		JsonNode list = this.client.get("/actuator/invocations?limit=1&handler=" + handler).json();
		return list.path("invocations").path(0);
	}

	private long started() {
		return this.client.get("/actuator/invocations?limit=1").json().required("started").asLong();
	}

	private long size(String bucket, String name) {
		return this.server.object(bucket, name).orElseThrow().content().length;
	}

	private static JsonNode call(JsonNode record, String operation) {
		for (JsonNode call : record.path("serviceCalls")) {
			if (call.path("operation").asString().equals(operation)) {
				return call;
			}
		}
		throw new AssertionError("No call of " + operation + " in " + record);
	}

	private static Map<String, Long> statuses(JsonNode call) {
		Map<String, Long> result = new HashMap<>();
		call.path("statuses")
			.forEach((status) -> result.put(status.path("status").asString(), status.path("count").asLong()));
		return result;
	}

	private static void assertTransfers(JsonNode record, long calls, long downloadBytes, long uploadBytes) {
		JsonNode transfers = record.path("transfers");
		assertThat(transfers.path("calls").asLong()).isEqualTo(calls);
		assertThat(transfers.path("downloadBytes").asLong()).isEqualTo(downloadBytes);
		assertThat(transfers.path("uploadBytes").asLong()).isEqualTo(uploadBytes);
	}

}
