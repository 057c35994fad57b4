package io.github.resourcemonitor.demo;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.demo.storage.ObjectNotFoundException;
import io.github.resourcemonitor.demo.storage.StorageUnavailableException;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.schema.LineJson;
import io.github.resourcemonitor.schema.RecordFormat;
import io.github.resourcemonitor.storageserver.LocalStorageServer;
import io.github.resourcemonitor.storageserver.RecordedRequest;
import io.github.resourcemonitor.storageserver.RequestLine;
import io.github.resourcemonitor.test.InvocationRecords;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;

import static io.github.resourcemonitor.test.MonitorAssertions.assertThat;
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

	@Autowired
	private InvocationRecords records;

	@AfterEach
	void clearFaults() {
		this.server.clearFaults();
	}

	@Test
	void haveTheBytesOfAThumbnail() {
		this.client.thumbnail("photos", "mountains.jpg", 128);
		assertThat(this.records).last()
			.hasHandler("thumbnail")
			.hasOutcome(Outcome.SUCCESS)
			.hasNoFailure()
			.downloaded(size("photos", "mountains.jpg"))
			.uploaded(size("photos", "thumbnails/128/mountains.jpg"))
			.calledOnly("storage")
			.called("storage", "download", 1)
			.called("storage", "upload", 1)
			.usedCpuBelow(Duration.ofMinutes(1));
	}

	@Test
	void areShortLinesOnStandardOutput() {
		this.client.thumbnail("photos", "valley.jpg", 640);
		InvocationRecord record = this.records.ofHandler("thumbnail").get(0);
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		new LineJson(RecordFormat.COMPACT, null).write(record, 0, line::write);
		assertThat(line.size()).as(line.toString(StandardCharsets.UTF_8)).isLessThanOrEqualTo(1024);
		JsonNode json = JsonMapper.shared().readTree(line.toByteArray());
		assertThat(json.path("serviceCalls")).hasSize(2);
		assertThat(json.path("transfers").path("downloadBytes").asLong()).isEqualTo(size("photos", "valley.jpg"));
		assertThat(json.path("process").path("memory").path("rssBytes").path("max").asLong()).isPositive();
	}

	@Test
	void areAtTheEndpointAsJson() {
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
		this.client.wordcount("texts", "novel.txt");
		long size = size("texts", "novel.txt");
		InvocationRecord record = this.records.ofHandler("wordcount").get(0);
		assertThat(record).hasHandler("wordcount")
			.hasOutcome(Outcome.SUCCESS)
			.calledOnly("storage")
			.called("storage", "storage.objects.get", 2)
			.downloaded(size)
			.uploaded(0);
		assertThat(record).serviceCall("storage", "storage.objects.get", CallDirection.DOWNLOAD)
			.hasCount(1)
			.hasBytes(size)
			.hasAttempts(1)
			.hasRetries(0)
			.hasStatus("200", 1);
		assertThat(record.serviceCalls()).extracting(ServiceCallUsage::direction)
			.containsExactly(CallDirection.NONE, CallDirection.DOWNLOAD);
		assertThat(record.serviceCalls().get(1).requests().receivedBytes()).isEqualTo(size);
		assertThat(record.serviceCalls().get(0).requests().receivedBytes() + size)
			.isEqualTo(this.server.requests().stream().mapToLong(RecordedRequest::responseBodyBytes).sum());
	}

	@Test
	void haveTheRequestsOfAnAnnotatedCall() {
		this.server.fail(RequestLine::isDownload, 1, 503);
		this.client.thumbnail("photos", "valley.jpg", 64);
		InvocationRecord record = this.records.ofHandler("thumbnail").get(0);
		assertThat(record).serviceCall("storage", "download")
			.hasCount(1)
			.hasErrors(0)
			.hasAttempts(2)
			.hasRetries(1)
			.hasStatus("503", 1);
		assertThat(record.serviceCalls()).extracting(ServiceCallUsage::operation)
			.containsExactlyInAnyOrder("download", "upload")
			.hasSize(2);
		assertThat(record.serviceCalls()).allSatisfy((call) -> {
			ServiceCallUsage.Requests requests = call.requests();
			if (call.direction() == CallDirection.DOWNLOAD) {
				assertThat(requests.receivedBytes()).isGreaterThan(size("photos", "valley.jpg"));
			}
			else {
				assertThat(requests.sentBytes()).isPositive();
			}
		});
	}

	@Test
	void haveTheFailedCall() {
		assertThat(this.client.thumbnail("photos", "missing.jpg", 320).status()).isEqualTo(404);
		assertThat(this.records).only()
			.hasHandler("thumbnail")
			.hasOutcome(Outcome.ERROR)
			.hasError(ObjectNotFoundException.class)
			.calledOnly("storage")
			.called("storage", 1)
			.serviceCall("storage", "download")
			.hasCount(1)
			.hasErrors(1);
	}

	@Test
	void areNotCreatedForRefusedRequests() {
		long before = started();
		assertThat(this.client.post("/thumbnail", "{\"bucket\":").status()).isEqualTo(400);
		assertThat(this.client.thumbnail("photos", "hills.jpg", 0).status()).isEqualTo(400);
		assertThat(this.records).isEmpty();
		assertThat(started()).isEqualTo(before);
	}

	@Test
	void areCompleteWhenTheStorageIsDown() {
		this.server.failNext(1000, 503);
		assertThat(this.client.wordcount("texts", "novel.txt").status()).isEqualTo(503);
		InvocationRecord record = this.records.ofHandler("wordcount").get(0);
		assertThat(record).hasOutcome(Outcome.ERROR)
			.hasError(StorageUnavailableException.class)
			.serviceCall("storage", "storage.objects.get")
			.hasCount(1)
			.hasErrors(1)
			.hasAttempts(4);
		assertThat(record.durationNanos()).isPositive();
		assertThat(record.serviceCalls().get(0).durationNanos()).isPositive()
			.isLessThanOrEqualTo(record.durationNanos());
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

	private static void assertTransfers(JsonNode record, long calls, long downloadBytes, long uploadBytes) {
		JsonNode transfers = record.path("transfers");
		assertThat(transfers.path("calls").asLong()).isEqualTo(calls);
		assertThat(transfers.path("downloadBytes").asLong()).isEqualTo(downloadBytes);
		assertThat(transfers.path("uploadBytes").asLong()).isEqualTo(uploadBytes);
	}

}
