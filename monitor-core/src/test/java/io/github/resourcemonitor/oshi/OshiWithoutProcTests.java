package io.github.resourcemonitor.oshi;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.sampling.Availability;
import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ColumnCatalog;
import org.junit.jupiter.api.Test;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.hardware.NetworkIF;
import oshi.software.os.OSProcess;
import oshi.spi.SystemInfoProvider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link OshiSource} where OSHI has little or nothing: on a Linux without
 * {@code /proc}, and where it cannot be loaded.
 */
class OshiWithoutProcTests {

	private final Failures failures = new Failures();

	@Test
	void doesNotAskForWhatOshiReadsFromProc() {
		AtomicInteger operatingSystems = new AtomicInteger();
		SystemInfoProvider system = fake(SystemInfoProvider.class, (method) -> switch (method) {
			case "getHardware" -> fake(HardwareAbstractionLayer.class,
					(inner) -> inner.equals("getNetworkIFs") ? List.of(network("eth0", 100)) : null);
			default -> operatingSystems.incrementAndGet();
		});
		OshiSource source = new OshiSource(() -> system, true);
		ColumnCatalog catalog = ColumnCatalog.probe(source, this.failures);
		assertThat(catalog.status(Column.NETWORK_RECEIVED).availability()).isEqualTo(Availability.MEASURED);
		assertThat(catalog.status(Column.HEAP_USED).availability()).isEqualTo(Availability.MEASURED);
		for (Column column : new Column[] { Column.CPU_USER, Column.MEMORY_RSS, Column.SOCKETS_LISTEN }) {
			assertThat(catalog.status(column).availability()).isEqualTo(Availability.UNAVAILABLE);
			assertThat(catalog.status(column).reason())
				.isEqualTo("there is no /proc, from which OSHI reads it on Linux");
		}
		assertThat(operatingSystems).hasValue(0);
		assertThat(this.failures.summaries()).isEmpty();
	}

	@Test
	void hasWhatTheJvmProvidesIfOshiCannotBeLoaded() {
		for (Supplier<SystemInfoProvider> factory : List.<Supplier<SystemInfoProvider>>of(() -> {
			throw new NoClassDefFoundError("com/sun/jna/Native");
		}, () -> {
			throw new UnsupportedOperationException("unknown system");
		})) {
			ColumnCatalog catalog = ColumnCatalog.probe(new OshiSource(factory, false), this.failures);
			assertThat(catalog.recorded()).containsExactly(Column.HEAP_USED, Column.GC_COUNT, Column.GC_NANOS);
			assertThat(catalog.status(Column.CPU_USER).reason())
				.startsWith("OSHI cannot be used on this system: java.lang.");
		}
		assertThat(this.failures.summaries()).isEmpty();
	}

	@Test
	void aReaderThatCannotBeOpenedCostsItsColumnsAlone() {
		SystemInfoProvider system = fake(SystemInfoProvider.class, (method) -> switch (method) {
			case "getHardware" -> fake(HardwareAbstractionLayer.class,
					(inner) -> inner.equals("getNetworkIFs") ? List.of(network("eth0", 100)) : null);
			default -> throw new NoClassDefFoundError("LibC");
		});
		ColumnCatalog catalog = ColumnCatalog.probe(new OshiSource(() -> system, false), this.failures);
		assertThat(catalog.status(Column.NETWORK_RECEIVED).availability()).isEqualTo(Availability.MEASURED);
		assertThat(catalog.status(Column.CPU_USER).reason())
			.isEqualTo("OSHI cannot read it on this system: java.lang.NoClassDefFoundError: LibC");
	}

	@Test
	void aProcessThatCannotBeReadIsNotAskedForEachTime() throws IOException {
		AtomicInteger updates = new AtomicInteger();
		OSProcess process = fake(OSProcess.class, (method) -> {
			if (method.equals("updateAttributes")) {
				updates.incrementAndGet();
				return false;
			}
			return 0;
		});
		OshiProcessReader reader = new OshiProcessReader(process, 0);
		long[] row = new long[Column.COUNT];
		int thrown = 0;
		for (int i = 0; i < 1000; i++) {
			try {
				reader.read(row);
			}
			catch (IOException ex) {
				thrown++;
			}
		}
		assertThat(updates).hasValueLessThan(5);
		assertThat(thrown).isEqualTo(updates.get());
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> new OshiProcessReader(process, 0).read(row))
			.withMessage("OSHI could not read this process, and is not asked again for a while");
	}

	@Test
	void countsInterfacesThatAppearAndVanishFromABaseline() {
		long[] bytes = { 100, 5_000_000_000L };
		List<NetworkIF> both = List.of(network("eth0", bytes, 0), network("eth1", bytes, 1));
		int[] lists = { 0 };
		OshiNetworkReader reader = new OshiNetworkReader(() -> (lists[0]++ == 0) ? both.subList(0, 1) : both);
		assertThat(received(reader)).isEqualTo(100);
		bytes[0] = 120;
		for (int i = 0; lists[0] < 2 && i < 1000; i++) {
			assertThat(received(reader)).isEqualTo(120);
		}
		bytes[1] += 7;
		assertThat(received(reader)).isEqualTo(127);
		bytes[0] = Long.MIN_VALUE;
		assertThat(received(reader)).isEqualTo(127);
	}

	private static long received(OshiNetworkReader reader) {
		long[] row = new long[Column.COUNT];
		reader.read(row);
		return row[Column.NETWORK_RECEIVED.ordinal()];
	}

	private static NetworkIF network(String name, long bytes) {
		return network(name, new long[] { bytes }, 0);
	}

	/**
	 * Return an interface that has vanished while its counter is negative.
	 */
	private static NetworkIF network(String name, long[] bytes, int index) {
		return fake(NetworkIF.class, (method) -> switch (method) {
			case "getName" -> name;
			case "updateAttributes" -> bytes[index] >= 0;
			case "getIndex" -> index;
			default -> bytes[index];
		});
	}

	@SuppressWarnings("unchecked")
	private static <T> T fake(Class<T> type, Answers answers) {
		return (T) Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				(proxy, method, args) -> answers.answer(method.getName()));
	}

	private interface Answers {

		Object answer(String method);

	}

}
