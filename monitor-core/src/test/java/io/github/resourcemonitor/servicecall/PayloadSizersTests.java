package io.github.resourcemonitor.servicecall;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

import io.github.resourcemonitor.failure.Failures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PayloadSizersTests {

	private final Failures failures = new Failures();

	private final PayloadSizers sizers = new PayloadSizers(List.of(), this.failures);

	@TempDir
	private Path folder;

	@Test
	void measuresNullAsZero() {
		assertThat(this.sizers.sizeOf(null)).isZero();
	}

	@Test
	void measuresBytes() {
		assertThat(this.sizers.sizeOf(new byte[17])).isEqualTo(17);
		assertThat(this.sizers.sizeOf(new byte[0])).isZero();
	}

	@Test
	void measuresTheRemainingBytesOfABufferWithoutChangingIt() {
		ByteBuffer heap = ByteBuffer.allocate(100).position(10).limit(50);
		assertThat(this.sizers.sizeOf(heap)).isEqualTo(40);
		assertThat(this.sizers.sizeOf(ByteBuffer.allocateDirect(9).asReadOnlyBuffer())).isEqualTo(9);
		assertThat(heap.position()).isEqualTo(10);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "ascii", "Zürich", "日本語", "\u007f\u0080\u07ff\u0800\uffff", "a😀b", "😀😀",
			"lone \ud83d high", "lone \ude00 low", "\ude00\ud83d", "at the end \ud83d", "\ud83d\ud83d\ude00" })
	void measuresTextAsUtf8(String text) {
		long expected = text.getBytes(StandardCharsets.UTF_8).length;
		assertThat(this.sizers.sizeOf(text)).isEqualTo(expected);
		assertThat(this.sizers.sizeOf(new StringBuilder(text))).isEqualTo(expected);
		assertThat(this.sizers.sizeOf(CharBuffer.wrap(text))).isEqualTo(expected);
	}

	@Test
	void measuresAnyTextAsUtf8() {
		Random random = new Random(11);
		for (int i = 0; i < 500; i++) {
			StringBuilder text = new StringBuilder();
			for (int n = random.nextInt(20); n > 0; n--) {
				text.append((char) (random.nextBoolean() ? 0xd700 + random.nextInt(0x1000) : random.nextInt(0x10000)));
			}
			assertThat(this.sizers.sizeOf(text)).isEqualTo(text.toString().getBytes(StandardCharsets.UTF_8).length);
		}
	}

	@Test
	void measuresFiles() throws IOException {
		Path file = Files.write(this.folder.resolve("file"), new byte[1234]);
		assertThat(this.sizers.sizeOf(file)).isEqualTo(1234);
		assertThat(this.sizers.sizeOf(file.toFile())).isEqualTo(1234);
	}

	@Test
	void doesNotKnowTheSizeOfDirectoriesAndMissingFiles() throws IOException {
		Path missing = this.folder.resolve("missing");
		for (Path path : List.of(this.folder, missing)) {
			assertThat(this.sizers.sizeOf(path)).isEqualTo(PayloadSizer.UNKNOWN);
			assertThat(this.sizers.sizeOf(path.toFile())).isEqualTo(PayloadSizer.UNKNOWN);
		}
		assertThat(this.sizers.sizeOf(new File("/dev/null"))).isEqualTo(PayloadSizer.UNKNOWN);
		assertThat(this.failures.summaries()).isEmpty();
	}

	@Test
	void measuresFilesOfOtherFileSystems() throws IOException {
		URI archive = URI.create("jar:" + this.folder.resolve("archive.zip").toUri());
		try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
			Path inside = Files.write(zip.getPath("/inside"), new byte[77]);
			assertThat(this.sizers.sizeOf(inside)).isEqualTo(77);
		}
		assertThat(this.failures.summaries()).isEmpty();
	}

	@Test
	void measuresStructuresByTheirElements() {
		assertThat(this.sizers.sizeOf(new String[] { "ab", "c", null })).isEqualTo(3);
		assertThat(this.sizers.sizeOf(new byte[][] { new byte[3], new byte[4] })).isEqualTo(7);
		assertThat(this.sizers.sizeOf(Set.of("one", "three"))).isEqualTo(8);
		assertThat(this.sizers.sizeOf(List.of())).isZero();
		assertThat(this.sizers.sizeOf(Optional.of(new byte[6]))).isEqualTo(6);
		assertThat(this.sizers.sizeOf(Optional.empty())).isZero();
		assertThat(this.sizers.sizeOf(List.of(Optional.of(List.of("ab", new byte[1])), new Object[] { "c" })))
			.isEqualTo(4);
	}

	@Test
	void doesNotKnowTheSizeOfAStructureWithAnUnknownElement() {
		assertThat(this.sizers.sizeOf(Arrays.asList("ab", 3))).isEqualTo(PayloadSizer.UNKNOWN);
		assertThat(this.sizers.sizeOf(Optional.of(this.folder))).isEqualTo(PayloadSizer.UNKNOWN);
	}

	@Test
	void toleratesStructuresThatContainThemselves() {
		List<Object> list = new ArrayList<>();
		list.add(list);
		list.add(list);
		Object[] array = new Object[3];
		Arrays.fill(array, array);
		assertThat(this.sizers.sizeOf(list)).isEqualTo(PayloadSizer.UNKNOWN);
		assertThat(this.sizers.sizeOf(array)).isEqualTo(PayloadSizer.UNKNOWN);
		assertThat(this.failures.summaries()).isEmpty();
	}

	@Test
	void doesNotKnowTheSizeOfOtherTypes() {
		for (Object other : List.of(42, new Object(), new int[3], Map.of("a", "b"),
				new ByteArrayInputStream(new byte[3]))) {
			assertThat(this.sizers.supports(other.getClass())).isFalse();
			assertThat(this.sizers.sizeOf(other)).isEqualTo(PayloadSizer.UNKNOWN);
		}
	}

	@Test
	void knowsSupportedTypes() {
		assertThat(List.of(byte[].class, ByteBuffer.class, String.class, File.class, Path.class, Optional.class,
				List.class, Object[].class, String[].class))
			.allMatch(this.sizers::supports);
	}

	@Test
	void asksSizersOfTheUserFirst() {
		PayloadSizers withUser = new PayloadSizers(List.of(sizer(String.class, 1000), sizer(List.class, 2000)),
				this.failures);
		assertThat(withUser.sizeOf("text")).isEqualTo(1000);
		assertThat(withUser.sizeOf(Optional.of("text"))).isEqualTo(1000);
		assertThat(withUser.sizeOf(new ArrayList<>())).isEqualTo(2000);
		assertThat(withUser.sizeOf(Set.of("text"))).isEqualTo(1000);
		assertThat(withUser.sizeOf(new byte[3])).isEqualTo(3);
	}

	@Test
	void treatsAnyNegativeSizeAsUnknown() {
		assertThat(new PayloadSizers(List.of(sizer(String.class, -77)), this.failures).sizeOf("text"))
			.isEqualTo(PayloadSizer.UNKNOWN);
	}

	@Test
	void survivesSizersThatThrow() {
		PayloadSizer throwing = new PayloadSizer() {

			@Override
			public boolean supports(Class<?> type) {
				if (type == Integer.class) {
					throw new IllegalStateException("supports");
				}
				return type == String.class;
			}

			@Override
			public long sizeOf(Object payload) {
				throw new NoClassDefFoundError("sizeOf");
			}

		};
		PayloadSizers withUser = new PayloadSizers(List.of(throwing), this.failures);
		assertThat(withUser.sizeOf("text")).isEqualTo(PayloadSizer.UNKNOWN);
		assertThat(withUser.sizeOf(3)).isEqualTo(PayloadSizer.UNKNOWN);
		assertThat(withUser.supports(Integer.class)).isFalse();
		assertThat(withUser.sizeOf(new byte[3])).isEqualTo(3);
		assertThat(this.failures.summaries().get("payload sizer").count()).isEqualTo(3);
	}

	@Test
	void survivesCollectionsThatThrow() {
		List<Object> changing = new ArrayList<>(Collections.nCopies(3, "a"));
		changing.add(Optional.of(changing.subList(0, 2)));
		changing.add("b");
		assertThat(this.sizers.sizeOf(changing)).isEqualTo(PayloadSizer.UNKNOWN);
		assertThat(this.failures.summaries()).containsOnlyKeys("payload sizer");
	}

	@Test
	void asksOnceForEachType() {
		List<Class<?>> asked = new ArrayList<>();
		PayloadSizer sizer = new PayloadSizer() {

			@Override
			public boolean supports(Class<?> type) {
				asked.add(type);
				return false;
			}

			@Override
			public long sizeOf(Object payload) {
				return 0;
			}

		};
		PayloadSizers withUser = new PayloadSizers(List.of(sizer), this.failures);
		for (int i = 0; i < 3; i++) {
			withUser.sizeOf("text");
			withUser.sizeOf(i);
		}
		assertThat(asked).containsExactly(String.class, Integer.class);
	}

	private static PayloadSizer sizer(Class<?> supported, long size) {
		return new PayloadSizer() {

			@Override
			public boolean supports(Class<?> type) {
				return supported.isAssignableFrom(type);
			}

			@Override
			public long sizeOf(Object payload) {
				return size;
			}

		};
	}

}
