package io.github.resourcemonitor.sampling.linux;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Binding of the system call {@code getrusage} through the Foreign Function API of JDK 22
 * or later. The binding uses reflection once, because this library is compiled for Java
 * 17; a call uses a method handle and costs no more than the kernel's part of it.
 * <p>
 * Not thread-safe.
 */
final class Rusage {

	/**
	 * The process with all its threads, including ended ones.
	 */
	static final int SELF = 0;

	/**
	 * Child processes that have ended and were waited for.
	 */
	static final int CHILDREN = -1;

	/**
	 * Size of {@code struct rusage} in bytes where a {@code long} has 8.
	 */
	private static final int SIZE = 144;

	private final MethodHandle function;

	private final ByteBuffer buffer = ByteBuffer.allocateDirect(SIZE).order(ByteOrder.nativeOrder());

	private final long address;

	private Rusage(MethodHandle function) throws ReflectiveOperationException {
		this.function = function;
		Class<?> segment = Class.forName("java.lang.foreign.MemorySegment");
		Object memory = segment.getMethod("ofBuffer", Buffer.class).invoke(null, this.buffer);
		this.address = (long) segment.getMethod("address").invoke(memory);
	}

	/**
	 * Bind the call. The first time this takes about 100 ms.
	 * @return the binding, for one thread at a time
	 * @throws UnsupportedOperationException if it cannot be bound; the message states the
	 * remedy
	 */
	static Rusage bind() {
		if (Runtime.version().feature() < 22) {
			throw new UnsupportedOperationException(
					"getrusage can be called on JDK 22 or later only, and this is " + Runtime.version().feature());
		}
		if (!"64".equals(System.getProperty("sun.arch.data.model"))) {
			throw new UnsupportedOperationException("getrusage can be called on 64-bit systems only");
		}
		try {
			return new Rusage(function());
		}
		catch (InvocationTargetException ex) {
			throw new UnsupportedOperationException(
					"getrusage cannot be called; start Java with --enable-native-access=ALL-UNNAMED", ex.getCause());
		}
		catch (ReflectiveOperationException ex) {
			throw new UnsupportedOperationException("getrusage cannot be called on this JDK", ex);
		}
	}

	/**
	 * Return {@code int getrusage(int who, struct rusage *usage)} with the pointer as a
	 * {@code long}, so that the signature has no type of a later JDK.
	 */
	private static MethodHandle function() throws ReflectiveOperationException {
		Class<?> linkerType = Class.forName("java.lang.foreign.Linker");
		Class<?> layout = Class.forName("java.lang.foreign.MemoryLayout");
		Class<?> values = Class.forName("java.lang.foreign.ValueLayout");
		Class<?> descriptor = Class.forName("java.lang.foreign.FunctionDescriptor");
		Object linker = linkerType.getMethod("nativeLinker").invoke(null);
		Object lookup = linkerType.getMethod("defaultLookup").invoke(linker);
		Object symbol = ((Optional<?>) Class.forName("java.lang.foreign.SymbolLookup")
			.getMethod("find", String.class)
			.invoke(lookup, "getrusage"))
			.orElseThrow(() -> new NoSuchMethodException("the C library has no getrusage"));
		Object parameters = Array.newInstance(layout, 2);
		Array.set(parameters, 0, values.getField("JAVA_INT").get(null));
		Array.set(parameters, 1, values.getField("JAVA_LONG").get(null));
		Object signature = descriptor.getMethod("of", layout, parameters.getClass())
			.invoke(null, values.getField("JAVA_INT").get(null), parameters);
		Object options = Array.newInstance(Class.forName("java.lang.foreign.Linker$Option"), 0);
		return (MethodHandle) linkerType
			.getMethod("downcallHandle", Class.forName("java.lang.foreign.MemorySegment"), descriptor,
					options.getClass())
			.invoke(linker, symbol, signature, options);
	}

	/**
	 * Return another binding, for another thread.
	 */
	Rusage copy() {
		try {
			return new Rusage(this.function);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Call the kernel.
	 * @param who {@link #SELF} or {@link #CHILDREN}
	 * @return whether the call succeeded
	 */
	boolean call(int who) {
		try {
			return (int) this.function.invokeExact(who, this.address) == 0;
		}
		catch (Throwable ex) {
			throw new IllegalStateException("getrusage failed", ex);
		}
	}

	// Results of the last call; the offsets are those of struct rusage.

	long userNanos() {
		return nanos(0);
	}

	long systemNanos() {
		return nanos(16);
	}

	long minorFaults() {
		return this.buffer.getLong(64);
	}

	long majorFaults() {
		return this.buffer.getLong(72);
	}

	long voluntarySwitches() {
		return this.buffer.getLong(128);
	}

	long involuntarySwitches() {
		return this.buffer.getLong(136);
	}

	private long nanos(int offset) {
		return this.buffer.getLong(offset) * 1_000_000_000 + this.buffer.getLong(offset + 8) * 1000;
	}

}
