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
 * What Flight Recorder tells of virtual threads, afterwards: samples by CPU time (JDK 25,
 * experimental), and the buffers that they took to allocate in.
 */
final class Recorded extends Estimate {

	private final Recording recording = new Recording();

	Recorded(Carriers carriers) {
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
	void onStart(Stay stay) {
	}

	@Override
	void onEnd(Stay stay) {
	}

	@Override
	void onTick() {
	}

	@Override
	void conclude(List<Stay> stays) {
		Map<Long, Stay> byThread = new HashMap<>();
		stays.forEach((stay) -> byThread.put(stay.thread.getId(), stay));
		try {
			Path file = Files.createTempFile("virtual", ".jfr");
			this.recording.stop();
			this.recording.dump(file);
			this.recording.close();
			for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
				RecordedThread thread = event.getThread("eventThread");
				Stay stay = (thread != null) ? byThread.get(thread.getJavaThreadId()) : null;
				if (stay != null) {
					add(stay, event);
				}
			}
			Files.delete(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void add(Stay stay, RecordedEvent event) {
		switch (event.getEventType().getName()) {
			case "jdk.CPUTimeSample" -> stay.add(event.getDuration("samplingPeriod").toNanos(), 0);
			case "jdk.ObjectAllocationInNewTLAB" -> stay.add(0, event.getLong("tlabSize"));
			default -> stay.add(0, event.getLong("allocationSize"));
		}
	}

}
