package io.github.resourcemonitor.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.github.resourcemonitor.failure.Failures;
import io.github.resourcemonitor.servicecall.PayloadSizer;
import io.github.resourcemonitor.servicecall.PayloadSizers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.io.AbstractResource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.FileUrlResource;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.UrlResource;

import static org.assertj.core.api.Assertions.assertThat;

class ResourcePayloadSizerTests {

	private final Failures failures = new Failures();

	private final PayloadSizers sizers = new PayloadSizers(List.of(new ResourcePayloadSizer()), this.failures);

	@TempDir
	private Path folder;

	@Test
	void measuresFiles() throws IOException {
		Path file = Files.write(this.folder.resolve("file"), new byte[1234]);
		assertThat(this.sizers.sizeOf(new FileSystemResource(file))).isEqualTo(1234);
		assertThat(this.sizers.sizeOf(new FileSystemResource(file.toFile()))).isEqualTo(1234);
		assertThat(this.sizers.sizeOf(new FileUrlResource(file.toUri().toURL()))).isEqualTo(1234);
	}

	@Test
	void doesNotKnowTheSizeOfDirectoriesAndMissingFiles() {
		for (Path path : List.of(this.folder, this.folder.resolve("missing"))) {
			assertThat(this.sizers.sizeOf(new FileSystemResource(path))).isEqualTo(PayloadSizer.UNKNOWN);
			assertThat(this.sizers.sizeOf(new FileSystemResource(path.toFile()))).isEqualTo(PayloadSizer.UNKNOWN);
		}
		assertThat(this.failures.summaries()).isEmpty();
	}

	@Test
	void measuresFilesOfOtherFileSystems() throws IOException {
		URI archive = URI.create("jar:" + this.folder.resolve("archive.zip").toUri());
		try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
			Path inside = Files.write(zip.getPath("/inside"), new byte[77]);
			assertThat(this.sizers.sizeOf(new FileSystemResource(inside))).isEqualTo(77);
		}
		assertThat(this.failures.summaries()).isEmpty();
	}

	@Test
	void supportsAllResources() {
		assertThat(this.sizers.supports(InputStreamResource.class)).isTrue();
	}

	@Test
	void measuresResourcesInMemoryAndOnTheClassPath() throws Exception {
		assertThat(this.sizers.sizeOf(new ByteArrayResource(new byte[5]))).isEqualTo(5);
		String thisClass = getClass().getName().replace('.', '/') + ".class";
		ClassPathResource resource = new ClassPathResource(thisClass);
		assertThat(this.sizers.sizeOf(resource)).isEqualTo(resource.contentLength());
		assertThat(this.sizers.sizeOf(new ClassPathResource("org/junit/jupiter/api/Test.class")))
			.isEqualTo(PayloadSizer.UNKNOWN);
		assertThat(this.sizers.sizeOf(new ClassPathResource("missing"))).isEqualTo(PayloadSizer.UNKNOWN);
	}

	@Test
	void doesNotReadOrFetchResources() throws Exception {
		InputStream untouchable = new InputStream() {

			@Override
			public int read() {
				throw new AssertionError("read");
			}

			@Override
			public int available() {
				throw new AssertionError("available");
			}

		};
		assertThat(this.sizers.sizeOf(new InputStreamResource(untouchable))).isEqualTo(PayloadSizer.UNKNOWN);
		assertThat(this.sizers.sizeOf(new UrlResource("http://localhost:1/nothing"))).isEqualTo(PayloadSizer.UNKNOWN);
		assertThat(this.sizers.sizeOf(new AbstractResource() {

			@Override
			public String getDescription() {
				return "remote";
			}

			@Override
			public InputStream getInputStream() {
				throw new AssertionError("opened");
			}

		})).isEqualTo(PayloadSizer.UNKNOWN);
		assertThat(this.failures.summaries()).isEmpty();
	}

}
