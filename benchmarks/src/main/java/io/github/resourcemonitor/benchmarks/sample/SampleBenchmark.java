package io.github.resourcemonitor.benchmarks.sample;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import io.github.resourcemonitor.sampling.Column;
import io.github.resourcemonitor.sampling.ResourceReader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One sample by the library: read and parsed into a row.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SampleBenchmark {

	/**
	 * The four sources of the performance goal: stat, statm, io, open files.
	 * @param process the process
	 * @param sources the readers
	 * @return the row
	 * @throws IOException if a file cannot be read
	 */
	@Benchmark
	public long[] four(ShapedProcess process, FourSources sources) throws IOException {
		return read(sources.readers, sources.row);
	}

	/**
	 * All sources that are read at a tick or an edge.
	 * @param process the process
	 * @param sources the readers
	 * @return the row
	 * @throws IOException if a file cannot be read
	 */
	@Benchmark
	public long[] allFast(ShapedProcess process, FastSources sources) throws IOException {
		return read(sources.readers, sources.row);
	}

	/**
	 * One source alone.
	 * @param process the process
	 * @param source the reader
	 * @return the row
	 * @throws IOException if a file cannot be read
	 */
	@Benchmark
	public long[] alone(ShapedProcess process, OneSource source) throws IOException {
		return read(source.readers(), source.row);
	}

	private static long[] read(ResourceReader[] readers, long[] row) throws IOException {
		for (ResourceReader reader : readers) {
			reader.read(row);
		}
		return row;
	}

	/**
	 * The readers of the four sources.
	 */
	@State(Scope.Benchmark)
	public static class FourSources {

		final ResourceReader[] readers = Sources.four();

		final long[] row = new long[Column.COUNT];

	}

	/**
	 * The readers of all fast sources.
	 */
	@State(Scope.Benchmark)
	public static class FastSources {

		final ResourceReader[] readers = Sources.fast();

		final long[] row = new long[Column.COUNT];

	}

	/**
	 * The reader of the source that the parameter names.
	 */
	@State(Scope.Benchmark)
	public static class OneSource {

		/**
		 * The name of the reader; {@link Sources#main} lists them.
		 */
		@Param("/proc/self/stat")
		public String source = "";

		final long[] row = new long[Column.COUNT];

		private ResourceReader[] readers = {};

		ResourceReader[] readers() {
			return this.readers;
		}

		/**
		 * Open the reader.
		 */
		@Setup
		public void open() {
			this.readers = Sources.named(this.source);
		}

	}

}
