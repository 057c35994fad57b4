package io.github.resourcemonitor.record;

import java.time.Instant;

import io.github.resourcemonitor.sampling.ColumnCatalog;
import org.jspecify.annotations.Nullable;

/**
 * What never changes while an instance of the function lives. Immutable.
 *
 * @param function the identity of the function and of the instance
 * @param start when the instance started, by the wall clock; {@code null} if not known
 * @param host the machine
 * @param limits what the process may use
 * @param versions the versions of the software
 * @param columns what can be measured here
 * @param cpuResolutionNanos the resolution of the CPU clock of threads in nanoseconds; 0
 * if finer than 1 ms
 */
public record InstanceRecord(FunctionIdentity function, @Nullable Instant start, Host host, Limits limits,
		Versions versions, ColumnCatalog columns, long cpuResolutionNanos) {

	/**
	 * Return the unique id of this record. Invocations are numbered from 1, so none has
	 * it.
	 * @return the id
	 */
	public String id() {
		return InvocationRecord.id(this.function, 0);
	}

	/**
	 * The machine that the instance runs on.
	 *
	 * @param operatingSystem the name and version of the operating system
	 * @param architecture the architecture that the JVM was built for
	 * @param cpuModel the model of the CPU; {@code null} if the system does not provide
	 * it
	 * @param physicalMemoryBytes the physical memory in bytes; {@code null} if the system
	 * does not provide it
	 */
	public record Host(String operatingSystem, String architecture, @Nullable String cpuModel,
			@Nullable Long physicalMemoryBytes) {

	}

	/**
	 * What the process may use at most.
	 *
	 * @param processors the number of processors that the JVM uses, which takes the quota
	 * of the control group into account
	 * @param memoryBytes the memory that the process may use, in bytes; {@code null} if
	 * not known
	 * @param heapBytes the largest size of the heap in bytes
	 */
	public record Limits(int processors, @Nullable Long memoryBytes, long heapBytes) {

	}

	/**
	 * The versions of the software.
	 *
	 * @param monitor the version of this library; {@code null} if not known
	 * @param java the version of the Java runtime
	 * @param jvm the name of the virtual machine
	 */
	public record Versions(@Nullable String monitor, String java, String jvm) {

	}

}
