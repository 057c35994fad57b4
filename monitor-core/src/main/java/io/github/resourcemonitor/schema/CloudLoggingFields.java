package io.github.resourcemonitor.schema;

import java.util.List;
import java.util.function.UnaryOperator;

import io.github.resourcemonitor.record.InstanceRecord;
import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.Outcome;
import io.github.resourcemonitor.record.TraceContext;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a line that Google Cloud Logging understands, before those of the record:
 * it takes them out of the line and puts them into its entry. Immutable.
 */
public final class CloudLoggingFields {

	private static final FieldName SEVERITY = new FieldName("severity");

	private static final FieldName MESSAGE = new FieldName("message");

	private static final FieldName INSERT_ID = new FieldName("logging.googleapis.com/insertId");

	private static final FieldName TRACE = new FieldName("logging.googleapis.com/trace");

	private static final FieldName SPAN_ID = new FieldName("logging.googleapis.com/spanId");

	private static final FieldName TRACE_SAMPLED = new FieldName("logging.googleapis.com/trace_sampled");

	private static final FieldName LABELS = new FieldName("logging.googleapis.com/labels");

	private static final FieldName HANDLER = new FieldName("handler");

	private static final FieldName OUTCOME = new FieldName("outcome");

	/**
	 * Where the id of the project can be without asking a server, the most specific
	 * first.
	 */
	private static final List<String> PROJECT_VARIABLES = List.of("GOOGLE_CLOUD_PROJECT", "GCP_PROJECT",
			"GCLOUD_PROJECT");

	private final @Nullable String traces;

	/**
	 * Create the fields.
	 * @param projectId the id of the project that traces belong to; {@code null} if it is
	 * not known, and the lines then have no trace
	 */
	public CloudLoggingFields(@Nullable String projectId) {
		this.traces = (projectId != null) ? "projects/".concat(projectId).concat("/traces/") : null;
	}

	/**
	 * Return the fields if this is a service of Cloud Run.
	 * @param environment looks up a variable
	 * @return the fields, {@code null} if {@code K_SERVICE} is not set
	 */
	public static @Nullable CloudLoggingFields detect(UnaryOperator<@Nullable String> environment) {
		String service = environment.apply("K_SERVICE");
		return (service != null && !service.isBlank()) ? new CloudLoggingFields(projectId(environment)) : null;
	}

	/**
	 * Return the id of the project that this process runs in, as far as the environment
	 * has it.
	 * @param environment looks up a variable
	 * @return the id, {@code null} if it is not known
	 */
	public static @Nullable String projectId(UnaryOperator<@Nullable String> environment) {
		for (String variable : PROJECT_VARIABLES) {
			String value = environment.apply(variable);
			if (value != null && !value.isBlank()) {
				return value.trim();
			}
		}
		return null;
	}

	/**
	 * Return the keys of all fields.
	 */
	static List<FieldName> names() {
		return List.of(SEVERITY, MESSAGE, INSERT_ID, TRACE, SPAN_ID, TRACE_SAMPLED, LABELS);
	}

	void write(InvocationRecord record, RecordSink sink) {
		sink.text(SEVERITY, (record.outcome() == Outcome.ERROR) ? "ERROR" : "INFO");
		sink.text(MESSAGE, Sentence.of(record));
		sink.text(INSERT_ID, record.id());
		TraceContext trace = record.trace();
		if (trace != null && this.traces != null) {
			sink.text(TRACE, this.traces.concat(trace.traceId()));
			sink.text(SPAN_ID, trace.spanId());
			Boolean sampled = trace.sampled();
			if (sampled != null) {
				sink.bool(TRACE_SAMPLED, sampled);
			}
		}
		sink.startObject(LABELS);
		sink.text(HANDLER, record.handler());
		sink.text(OUTCOME, record.outcome().name());
		sink.endObject(LABELS, true);
	}

	void write(InstanceRecord instance, RecordSink sink) {
		sink.text(SEVERITY, "INFO");
		sink.text(MESSAGE, Sentence.of(instance));
		sink.text(INSERT_ID, instance.id());
	}

}
