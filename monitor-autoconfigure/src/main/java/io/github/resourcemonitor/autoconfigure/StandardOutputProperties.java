package io.github.resourcemonitor.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.resourcemonitor.outlet.CloudLoggingMode;
import io.github.resourcemonitor.schema.RecordFormat;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Configuration properties of the lines on standard output. Apart from the others,
 * because {@code resource-monitor.output.stdout} is a property itself. They are bound by
 * {@link CheckedOutput}.
 */
@ConfigurationProperties("resource-monitor.output.stdout")
public class StandardOutputProperties {

	/**
	 * How much of a record is written. 'compact' is what explains a bill, in about 1 KB.
	 */
	private RecordFormat format = RecordFormat.COMPACT;

	/**
	 * Whether lines have the fields that Google Cloud Logging understands: severity,
	 * message, trace, id and labels. With 'auto', they have where K_SERVICE is set.
	 */
	private CloudLoggingMode cloudLogging = CloudLoggingMode.AUTO;

	/**
	 * Id of the Google Cloud project that traces belong to. By default, that of Spring
	 * Cloud GCP, or of the variable GOOGLE_CLOUD_PROJECT.
	 */
	private String projectId = "";

	/**
	 * Which part of the records is written, from 0 to 1. Those of invocations that did
	 * not succeed, of cold starts, and of invocations that took unusually long are
	 * written in any case.
	 */
	private double sample = 1;

	/**
	 * Shortest duration of an invocation whose record is written, with the same
	 * exceptions.
	 */
	private Duration minDuration = Duration.ZERO;

	/**
	 * Sample and shortest duration of single handlers, by their names. A name with other
	 * signs than letters, digits, hyphens and dots stands in brackets.
	 */
	private Map<String, Handler> handlers = new LinkedHashMap<>();

	public RecordFormat getFormat() {
		return this.format;
	}

	public void setFormat(RecordFormat format) {
		this.format = format;
	}

	public CloudLoggingMode getCloudLogging() {
		return this.cloudLogging;
	}

	public void setCloudLogging(CloudLoggingMode cloudLogging) {
		this.cloudLogging = cloudLogging;
	}

	public String getProjectId() {
		return this.projectId;
	}

	public void setProjectId(String projectId) {
		this.projectId = projectId;
	}

	public double getSample() {
		return this.sample;
	}

	public void setSample(double sample) {
		this.sample = sample;
	}

	public Duration getMinDuration() {
		return this.minDuration;
	}

	public void setMinDuration(Duration minDuration) {
		this.minDuration = minDuration;
	}

	public Map<String, Handler> getHandlers() {
		return this.handlers;
	}

	public void setHandlers(Map<String, Handler> handlers) {
		this.handlers = handlers;
	}

	/**
	 * One handler. What is not set is as for all.
	 */
	public static class Handler {

		/**
		 * Which part of its records is written.
		 */
		private @Nullable Double sample;

		/**
		 * Shortest duration of an invocation whose record is written.
		 */
		private @Nullable Duration minDuration;

		public @Nullable Double getSample() {
			return this.sample;
		}

		public void setSample(@Nullable Double sample) {
			this.sample = sample;
		}

		public @Nullable Duration getMinDuration() {
			return this.minDuration;
		}

		public void setMinDuration(@Nullable Duration minDuration) {
			this.minDuration = minDuration;
		}

	}

}
