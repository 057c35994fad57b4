package io.github.resourcemonitor.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.github.resourcemonitor.record.InvocationRecord;
import io.github.resourcemonitor.record.TestRecords;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class InMemoryInvocationRepositoryTests {

	private static final int ROW = 40;

	@Test
	void keepsTheLatestRecords() {
		InMemoryInvocationRepository repository = new InMemoryInvocationRepository(3, 0);
		for (int i = 1; i <= 5; i++) {
			repository.add(TestRecords.sequence(i).build());
		}
		assertThat(repository.findAll()).extracting(InvocationRecord::sequence).containsExactly(5L, 4L, 3L);
		assertThat(repository.findById("i-4").sequence()).isEqualTo(4);
		assertThat(repository.findById("i-2")).isNull();
		assertThat(repository.findById("other-4")).isNull();
	}

	@Test
	void keepsNothingWithoutCapacity() {
		InMemoryInvocationRepository repository = new InMemoryInvocationRepository(0, 1_000);
		repository.add(TestRecords.sequence(1).samples(1).build());
		assertThat(repository.findAll()).isEmpty();
		assertThat(repository.findById("i-1")).isNull();
	}

	@Test
	void rejectsANegativeCapacity() {
		assertThatIllegalArgumentException().isThrownBy(() -> new InMemoryInvocationRepository(-1, 0))
			.withMessageContaining("-1");
	}

	@Test
	void returnsACopy() {
		InMemoryInvocationRepository repository = new InMemoryInvocationRepository(3, 0);
		repository.add(TestRecords.sequence(1).build());
		List<InvocationRecord> before = repository.findAll();
		repository.add(TestRecords.sequence(2).build());
		assertThat(before).hasSize(1);
	}

	@Test
	void dropsTheOldestSamplesButKeepsTheirRecords() {
		InMemoryInvocationRepository repository = new InMemoryInvocationRepository(10, 5 * ROW);
		InvocationRecord first = TestRecords.sequence(1).samples(2).build();
		repository.add(first);
		repository.add(TestRecords.sequence(2).build());
		repository.add(TestRecords.sequence(3).samples(2).build());
		assertThat(sampled(repository)).containsExactly(3L, 1L);
		repository.add(TestRecords.sequence(4).samples(2).build());
		assertThat(sampled(repository)).containsExactly(4L, 3L);
		assertThat(repository.findAll()).hasSize(4);
		assertThat(repository.findById("i-1")).isEqualTo(first.withoutSamples());
		repository.add(TestRecords.sequence(5).samples(6).build());
		assertThat(sampled(repository)).isEmpty();
		repository.add(TestRecords.sequence(6).samples(5).build());
		assertThat(sampled(repository)).containsExactly(6L);
	}

	@Test
	void doesNotCountSamplesOfRemovedRecords() {
		InMemoryInvocationRepository repository = new InMemoryInvocationRepository(1, 5 * ROW);
		for (int i = 1; i <= 20; i++) {
			repository.add(TestRecords.sequence(i).samples(3).build());
			assertThat(sampled(repository)).containsExactly((long) i);
		}
	}

	@Test
	void staysWithinBothBounds() {
		Random random = new Random(7);
		InMemoryInvocationRepository repository = new InMemoryInvocationRepository(8, 12 * ROW);
		List<InvocationRecord> all = new ArrayList<>();
		for (int i = 1; i <= 500; i++) {
			int rows = random.nextInt(6);
			TestRecords record = TestRecords.sequence(i);
			all.add(0, ((rows > 0) ? record.samples(rows) : record).build());
			repository.add(all.get(0));
			List<Long> expected = new ArrayList<>();
			int budget = 12;
			for (InvocationRecord each : all.subList(0, Math.min(8, i))) {
				if (each.samples() != null) {
					budget -= each.samples().size();
					if (budget < 0) {
						break;
					}
					expected.add(each.sequence());
				}
			}
			assertThat(repository.findAll()).hasSize(Math.min(8, i));
			assertThat(sampled(repository)).isEqualTo(expected);
		}
	}

	private static List<Long> sampled(InMemoryInvocationRepository repository) {
		return repository.findAll()
			.stream()
			.filter((record) -> record.samples() != null)
			.map(InvocationRecord::sequence)
			.toList();
	}

}
