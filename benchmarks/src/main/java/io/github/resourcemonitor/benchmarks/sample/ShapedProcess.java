package io.github.resourcemonitor.benchmarks.sample;

import java.io.IOException;
import java.nio.file.Path;

import io.github.resourcemonitor.benchmarks.ProcessShape;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The process in which a benchmark runs, in the shape that its parameter names.
 */
@State(Scope.Benchmark)
public class ShapedProcess {

	/**
	 * The shape: {@code small} or {@code big}.
	 */
	@Param("small")
	public String shape = "";

	private @Nullable ProcessShape taken;

	/**
	 * Take the shape, and write it to the file that a system property names.
	 * @throws IOException if that is not possible
	 */
	@Setup
	public void take() throws IOException {
		this.taken = ProcessShape.take(this.shape);
		String file = System.getProperty("benchmarks.shape-file");
		if (file != null) {
			ProcessShape.describe(Path.of(file));
		}
	}

	/**
	 * Give back what was taken.
	 * @throws IOException if that is not possible
	 */
	@TearDown
	public void giveBack() throws IOException {
		if (this.taken != null) {
			this.taken.close();
		}
	}

}
