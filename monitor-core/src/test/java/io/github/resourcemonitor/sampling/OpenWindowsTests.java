package io.github.resourcemonitor.sampling;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OpenWindowsTests {

	private final OpenWindows windows = new OpenWindows();

	@Test
	void isEmptyAtFirst() {
		assertThat(this.windows.snapshot()).isEmpty();
	}

	@Test
	void removesFromTheFrontTheMiddleAndTheEnd() {
		SampleWindow a = add(0);
		SampleWindow b = add(1);
		SampleWindow c = add(2);
		SampleWindow d = add(3);
		this.windows.remove(b);
		assertThat(this.windows.snapshot()).containsExactlyInAnyOrder(a, c, d);
		this.windows.remove(d);
		assertThat(this.windows.snapshot()).containsExactlyInAnyOrder(a, c);
		this.windows.remove(a);
		assertThat(this.windows.snapshot()).containsExactly(c);
		this.windows.remove(c);
		assertThat(this.windows.snapshot()).isEmpty();
	}

	@Test
	void aRemovedWindowReferencesNoOther() {
		SampleWindow a = add(0);
		SampleWindow b = add(1);
		SampleWindow c = add(2);
		this.windows.remove(b);
		assertThat(b.previous).isNull();
		assertThat(b.next).isNull();
		this.windows.remove(a);
		this.windows.remove(c);
		assertThat(a.previous).isNull();
		assertThat(c.next).isNull();
	}

	@Test
	void keepsTrackOfManyInAnyOrder() {
		Random random = new Random(7);
		List<SampleWindow> open = new ArrayList<>();
		for (int round = 0; round < 2000; round++) {
			if (open.isEmpty() || random.nextInt(5) < 3) {
				open.add(add(round));
			}
			else {
				this.windows.remove(open.remove(random.nextInt(open.size())));
			}
			if (round % 50 == 0) {
				assertThat(this.windows.snapshot()).containsExactlyInAnyOrderElementsOf(open);
			}
		}
	}

	@Test
	void manyThreadsAddAndRemove() throws InterruptedException {
		List<Thread> threads = new ArrayList<>();
		List<SampleWindow> left = Collections.synchronizedList(new ArrayList<>());
		for (int i = 0; i < 4; i++) {
			Thread thread = new Thread(() -> {
				for (int round = 0; round < 2000; round++) {
					SampleWindow one = add(round);
					SampleWindow two = add(round);
					this.windows.remove(one);
					if (round % 100 == 0) {
						left.add(two);
					}
					else {
						this.windows.remove(two);
					}
				}
			});
			thread.start();
			threads.add(thread);
		}
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(this.windows.snapshot()).containsExactlyInAnyOrderElementsOf(left).hasSize(80);
	}

	private SampleWindow add(long from) {
		SampleWindow window = new SampleWindow(from);
		this.windows.add(window);
		return window;
	}

}
