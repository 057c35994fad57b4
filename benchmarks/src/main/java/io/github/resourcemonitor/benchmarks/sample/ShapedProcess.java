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
 * The process of the benchmark, with the shape given by a parameter.
 */
@State(Scope.Benchmark)
public class ShapedProcess {

	/**
	 * The shape: {@code small} or {@code big}.
	 */
	@Param("small")
	public String shape = "";

	private @Nullable ProcessShape processShape;

	/**
	 * Give the process its shape, and write it to the file named by the system property
	 * {@code benchmarks.shape-file}.
	 * @throws IOException if the file cannot be written
	 */
	@Setup
	public void setUp() throws IOException {
		this.processShape = ProcessShape.create(this.shape);
		String file = System.getProperty("benchmarks.shape-file");
		if (file != null) {
			ProcessShape.describe(Path.of(file));
		}
	}

	/**
	 * Release the added resources.
	 * @throws IOException if a file cannot be closed
	 */
	@TearDown
	public void tearDown() throws IOException {
		if (this.processShape != null) {
			this.processShape.close();
		}
	}

}
