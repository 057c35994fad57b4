package io.github.resourcemonitor.concurrent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StripedListTests {

	private final StripedList<Numbered> list = new StripedList<>();

	@Test
	void isEmptyAtFirst() {
		assertThat(this.list.copy()).isEmpty();
	}

	@Test
	void removesFromTheFrontTheMiddleAndTheEnd() {
		Numbered a = add(0);
		Numbered b = add(1);
		Numbered c = add(2);
		Numbered d = add(3);
		this.list.remove(b);
		assertThat(this.list.copy()).containsExactlyInAnyOrder(a, c, d);
		this.list.remove(d);
		assertThat(this.list.copy()).containsExactlyInAnyOrder(a, c);
		this.list.remove(a);
		assertThat(this.list.copy()).containsExactly(c);
		this.list.remove(c);
		assertThat(this.list.copy()).isEmpty();
	}

	@Test
	void aRemovedElementReferencesNoOther() {
		Numbered a = add(0);
		Numbered b = add(1);
		Numbered c = add(2);
		this.list.remove(b);
		assertThat(b.previous).isNull();
		assertThat(b.next).isNull();
		this.list.remove(a);
		this.list.remove(c);
		assertThat(a.previous).isNull();
		assertThat(c.next).isNull();
	}

	@Test
	void removesAnElementOnce() {
		Numbered a = add(0);
		Numbered never = new Numbered(1);
		assertThat(this.list.size()).isEqualTo(1);
		assertThat(this.list.isEmpty()).isFalse();
		assertThat(this.list.remove(a)).isTrue();
		assertThat(this.list.remove(a)).isFalse();
		assertThat(this.list.remove(never)).isFalse();
		assertThat(this.list.size()).isZero();
		assertThat(this.list.isEmpty()).isTrue();
	}

	@Test
	void findsTheFirstOfAllStripes() throws InterruptedException {
		Comparator<Numbered> order = Comparator.comparingLong((element) -> element.number);
		assertThat(this.list.first(order)).isNull();
		List<Numbered> all = new ArrayList<>();
		for (int i = 0; i < 2 * Stripes.COUNT; i++) {
			long number = i;
			Thread thread = new Thread(() -> all.add(add(number)));
			thread.start();
			thread.join();
		}
		for (Numbered each : all) {
			assertThat(this.list.first(order)).isSameAs(each);
			this.list.remove(each);
		}
		assertThat(this.list.first(order)).isNull();
	}

	@Test
	void keepsTrackOfManyInAnyOrder() {
		Random random = new Random(7);
		List<Numbered> added = new ArrayList<>();
		for (int round = 0; round < 2000; round++) {
			if (added.isEmpty() || random.nextInt(5) < 3) {
				added.add(add(round));
			}
			else {
				this.list.remove(added.remove(random.nextInt(added.size())));
			}
			if (round % 50 == 0) {
				assertThat(this.list.copy()).containsExactlyInAnyOrderElementsOf(added);
			}
		}
	}

	@Test
	void manyThreadsAddAndRemove() throws InterruptedException {
		List<Thread> threads = new ArrayList<>();
		List<Numbered> left = Collections.synchronizedList(new ArrayList<>());
		for (int i = 0; i < 4; i++) {
			Thread thread = new Thread(() -> {
				for (int round = 0; round < 2000; round++) {
					Numbered one = add(round);
					Numbered two = add(round);
					this.list.remove(one);
					if (round % 100 == 0) {
						left.add(two);
					}
					else {
						this.list.remove(two);
					}
				}
			});
			thread.start();
			threads.add(thread);
		}
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(this.list.copy()).containsExactlyInAnyOrderElementsOf(left).hasSize(80);
	}

	private Numbered add(long number) {
		Numbered element = new Numbered(number);
		this.list.add(element);
		return element;
	}

	private static final class Numbered extends StripedList.Element {

		private final long number;

		Numbered(long number) {
			this.number = number;
		}

	}

}
