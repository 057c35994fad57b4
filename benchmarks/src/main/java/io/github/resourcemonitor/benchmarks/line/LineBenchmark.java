package io.github.resourcemonitor.benchmarks.line;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.line.LineOptions;
import io.github.resourcemonitor.outlet.StandardOutputListener;
import io.github.resourcemonitor.schema.CloudLoggingFields;
import io.github.resourcemonitor.schema.LineJson;
import io.github.resourcemonitor.schema.RecordFormat;
import io.github.resourcemonitor.schema.RecordJson;
import io.github.resourcemonitor.schema.RecordMaps;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.json.JsonWriter;

/**
 * The line of one record without its samples, written by the library, compact and in
 * full, and by JSON libraries from maps, in full.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class LineBenchmark {

	private final RecordJson json = new RecordJson();

	private final LineJson compact = new LineJson(RecordFormat.COMPACT, null);

	private final LineJson cloudLogging = new LineJson(RecordFormat.COMPACT, new CloudLoggingFields("my-project"));

	private final StandardOutputListener listener;

	private final StandardOutputListener fullListener;

	private final JsonWriter<Map<String, Object>> boot = JsonWriter.standard();

	private final JsonMapper jackson = JsonMapper.builder().build();

	/**
	 * Create a new instance with a stream that discards its output.
	 */
	public LineBenchmark() {
		PrintStream stream = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
		this.listener = new StandardOutputListener(() -> stream, LineOptions.of(RecordFormat.COMPACT), new Failures());
		this.fullListener = new StandardOutputListener(() -> stream, LineOptions.of(RecordFormat.FULL), new Failures());
	}

	/**
	 * The library's JSON writer, compact.
	 * @param record the record
	 * @param blackhole consumes the bytes
	 */
	@Benchmark
	public void compact(WrittenRecord record, Blackhole blackhole) {
		this.compact.write(record.record(), 0, (bytes, offset, length) -> {
			blackhole.consume(bytes);
			blackhole.consume(length);
		});
	}

	/**
	 * The same with the fields of Cloud Logging.
	 * @param record the record
	 * @param blackhole consumes the bytes
	 */
	@Benchmark
	public void compactForCloudLogging(WrittenRecord record, Blackhole blackhole) {
		this.cloudLogging.write(record.record(), 0, (bytes, offset, length) -> {
			blackhole.consume(bytes);
			blackhole.consume(length);
		});
	}

	/**
	 * The library's JSON writer, in full.
	 * @param record the record
	 * @param blackhole consumes the bytes
	 */
	@Benchmark
	public void recordJson(WrittenRecord record, Blackhole blackhole) {
		this.json.writeLine(record.record(), (bytes, offset, length) -> {
			blackhole.consume(bytes);
			blackhole.consume(length);
		});
	}

	/**
	 * The library's listener for standard output as it is by default, with a stream that
	 * discards its output.
	 * @param record the record
	 */
	@Benchmark
	public void standardOutput(WrittenRecord record) {
		this.listener.onEnd(record.record());
	}

	/**
	 * The same in full.
	 * @param record the record
	 */
	@Benchmark
	public void standardOutputInFull(WrittenRecord record) {
		this.fullListener.onEnd(record.record());
	}

	/**
	 * The conversion of a record to maps, without JSON.
	 * @param record the record
	 * @return the maps
	 */
	@Benchmark
	public Map<String, Object> maps(WrittenRecord record) {
		return RecordMaps.of(record.record(), false);
	}

	/**
	 * Spring Boot's JSON writer, including the conversion to maps.
	 * @param record the record
	 * @return the bytes
	 */
	@Benchmark
	public byte[] bootOfRecord(WrittenRecord record) {
		return this.boot.writeToString(RecordMaps.of(record.record(), false)).getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Spring Boot's JSON writer with existing maps.
	 * @param record the record
	 * @return the bytes
	 */
	@Benchmark
	public byte[] bootOfMaps(WrittenRecord record) {
		return this.boot.writeToString(record.maps()).getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Jackson, including the conversion to maps.
	 * @param record the record
	 * @return the bytes
	 */
	@Benchmark
	public byte[] jacksonOfRecord(WrittenRecord record) {
		return this.jackson.writeValueAsBytes(RecordMaps.of(record.record(), false));
	}

	/**
	 * Jackson with existing maps.
	 * @param record the record
	 * @return the bytes
	 */
	@Benchmark
	public byte[] jacksonOfMaps(WrittenRecord record) {
		return this.jackson.writeValueAsBytes(record.maps());
	}

}
