package io.github.resourcemonitor.benchmarks.virtual;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * Evaluates Flight Recorder events of virtual threads after the run: CPU time samples
 * (JDK 25, experimental), and the thread-local allocation buffers that the threads
 * requested.
 */
final class FlightRecorderEstimate extends Estimate {

	private final Recording recording = new Recording();

	FlightRecorderEstimate(Carriers carriers) {
		super(carriers);
		this.recording.enable("jdk.CPUTimeSample").with("throttle", "1ms").withoutStackTrace();
		this.recording.enable("jdk.ObjectAllocationInNewTLAB").withoutStackTrace();
		this.recording.enable("jdk.ObjectAllocationOutsideTLAB").withoutStackTrace();
	}

	@Override
	void begin() {
		this.recording.start();
	}

	@Override
	void onStart(Task task) {
	}

	@Override
	void conclude(List<Task> tasks) {
		Map<Long, Task> byThread = new HashMap<>();
		tasks.forEach((task) -> byThread.put(task.thread.getId(), task));
		try {
			Path file = Files.createTempFile("virtual", ".jfr");
			this.recording.stop();
			this.recording.dump(file);
			this.recording.close();
			for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
				RecordedThread thread = event.getThread("eventThread");
				Task task = (thread != null) ? byThread.get(thread.getJavaThreadId()) : null;
				if (task != null) {
					add(task, event);
				}
			}
			Files.delete(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void add(Task task, RecordedEvent event) {
		switch (event.getEventType().getName()) {
			case "jdk.CPUTimeSample" -> task.add(event.getDuration("samplingPeriod").toNanos(), 0);
			case "jdk.ObjectAllocationInNewTLAB" -> task.add(0, event.getLong("tlabSize"));
			default -> task.add(0, event.getLong("allocationSize"));
		}
	}

}
