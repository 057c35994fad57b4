package io.github.resourcemonitor.servicecall;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.record.ServiceCallUsage;
import io.github.resourcemonitor.record.ServiceCallUsage.Requests;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import io.github.resourcemonitor.servicecall.TestCalls.Owner;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random schedules of calls, requests and closing tables, compared with a model that only
 * knows which tables were open at each event.
 */
class CallScheduleTests {

	private static final ServiceOperation GET = new ServiceOperation("storage", "get", CallDirection.DOWNLOAD);

	private static final ServiceOperation PUT = new ServiceOperation("files", "put", CallDirection.UPLOAD);

	private final TestCalls calls = new TestCalls(3);

	private final ServiceCallTable outer = new ServiceCallTable(3);

	private final ServiceCallTable inner = new ServiceCallTable(3);

	private final Owner owner = new Owner(this.inner, new Owner(this.outer));

	private final ServiceRequests requests = new ServiceRequests(this.calls.context(this.owner));

	private final Map<Place, Sums> model = new EnumMap<>(Place.class);

	/**
	 * The states of calls in tables that are closed.
	 */
	private final Map<Place, Map<ModelCall, State>> frozen = new EnumMap<>(Place.class);

	private final List<ModelCall> all = new ArrayList<>();

	private final List<ModelCall> awaiting = new ArrayList<>();

	private final List<Transfer> running = new ArrayList<>();

	private final List<Scope> scopes = new ArrayList<>();

	private final List<ServiceRequest> ended = new ArrayList<>();

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void everythingIsCountedOnceWhereItHappened(int seed) {
		for (Place place : Place.values()) {
			this.model.put(place, new Sums());
		}
		Random random = new Random(seed);
		int closeInner = 100 + random.nextInt(200);
		int closeOuter = 100 + random.nextInt(300);
		for (int step = 0; step < 500; step++) {
			if (step == closeInner) {
				close(Place.INNER, this.inner);
			}
			if (step == closeOuter) {
				close(Place.OUTER, this.outer);
			}
			step(random);
			if (random.nextInt(20) == 0) {
				check();
			}
		}
		check();
		assertThat(this.calls.failures.summaries()).isEmpty();
		assertThat(this.calls.outside.withoutInvocation().usages()).isEmpty();
	}

	private void step(Random random) {
		this.calls.clock.advance(random.nextInt(10));
		switch (random.nextInt(8)) {
			case 0 -> startRequest();
			case 1, 2 -> pick(this.running, random, false).forEach((each) -> transfer(each, 1 + random.nextInt(100)));
			case 3 -> pick(this.running, random, true).forEach((each) -> end(each, random.nextInt(3) != 0));
			case 4 -> pick(this.awaiting, random, true).forEach(this::retry);
			case 5 -> startScope();
			case 6 -> pick(this.scopes, random, false).forEach((each) -> measure(each, 1 + random.nextInt(100)));
			default -> {
				if (random.nextBoolean()) {
					pick(this.scopes, random, true).forEach((each) -> close(each, random.nextBoolean()));
				}
				else {
					// Bytes that arrive after the end of their request.
					pick(this.ended, random, false).forEach((request) -> {
						request.received(7);
						event((sums) -> sums.received += 7);
					});
				}
			}
		}
	}

	private static <T> List<T> pick(List<T> from, Random random, boolean remove) {
		if (from.isEmpty()) {
			return List.of();
		}
		int index = random.nextInt(from.size());
		return List.of(remove ? from.remove(index) : from.get(index));
	}

	private void startRequest() {
		ModelCall call = begin(GET);
		send(call, false);
	}

	private void retry(ModelCall failed) {
		boolean recorded = failed.home != home();
		ModelCall call = failed;
		if (recorded) {
			call = begin(GET);
			call.key = failed.key;
			call.offset = failed.offset;
		}
		else {
			failed.state = State.OPEN;
		}
		send(call, true);
	}

	private void send(ModelCall call, boolean again) {
		ServiceRequest request = this.requests.start(GET, null, call.key);
		touch(call);
		event((sums) -> {
			sums.attempts++;
			sums.retries += again ? 1 : 0;
		});
		this.running.add(new Transfer(request, call));
	}

	private void transfer(Transfer transfer, int bytes) {
		transfer.request.sent(1);
		transfer.request.received(bytes);
		transfer.request.payload(bytes);
		transfer.position += bytes;
		long more = Math.max(0, transfer.position - transfer.call.offset);
		transfer.call.offset = Math.max(transfer.call.offset, transfer.position);
		touch(transfer.call);
		event((sums) -> {
			sums.sent++;
			sums.received += bytes;
			sums.payload += more;
		});
	}

	private void end(Transfer transfer, boolean success) {
		transfer.request.payload(0);
		String status = success ? "200" : "503";
		transfer.request.answered(status, !success);
		transfer.request.end();
		transfer.request.end();
		touch(transfer.call);
		event((sums) -> sums.statuses.merge(status, 1L, Long::sum));
		transfer.call.state = success ? State.SUCCEEDED : State.FAILED;
		this.ended.add(transfer.request);
		if (!success) {
			transfer.call.home = home();
			this.awaiting.add(transfer.call);
		}
	}

	private void startScope() {
		ModelCall call = begin(PUT);
		this.scopes.add(new Scope(this.calls.start(PUT, this.owner), call));
	}

	private void measure(Scope scope, int bytes) {
		scope.scope.bytes(bytes);
		touch(scope.call);
		event((sums) -> sums.measured += bytes);
	}

	private void close(Scope scope, boolean success) {
		scope.scope.bytes(0);
		if (!success) {
			scope.scope.failed(new IllegalStateException());
		}
		scope.scope.close();
		scope.scope.close();
		scope.scope.bytes(1000);
		touch(scope.call);
		scope.call.state = success ? State.SUCCEEDED : State.FAILED;
	}

	private ModelCall begin(ServiceOperation operation) {
		ModelCall call = new ModelCall(operation, "key" + this.all.size());
		this.all.add(call);
		touch(call);
		return call;
	}

	private Place home() {
		return this.frozen.containsKey(Place.INNER) ? Place.LATE : Place.INNER;
	}

	private Set<Place> open() {
		Set<Place> places = new HashSet<>(Set.of(home()));
		if (!this.frozen.containsKey(Place.OUTER)) {
			places.add(Place.OUTER);
		}
		return places;
	}

	/**
	 * Something happens to a call: it is in all tables that are open.
	 */
	private void touch(ModelCall call) {
		call.places.addAll(open());
	}

	private void event(Consumer<Sums> change) {
		open().forEach((place) -> change.accept(this.model.get(place)));
	}

	private void close(Place place, ServiceCallTable table) {
		table.close();
		this.frozen.put(place, states(place));
	}

	private Map<ModelCall, State> states(Place place) {
		Map<ModelCall, State> states = new LinkedHashMap<>();
		this.all.stream().filter((call) -> call.places.contains(place)).forEach((call) -> states.put(call, call.state));
		return states;
	}

	private void check() {
		check(Place.INNER, this.inner);
		check(Place.OUTER, this.outer);
		check(Place.LATE, this.calls.outside.late());
	}

	private void check(Place place, ServiceCallTable table) {
		Map<String, ServiceCallUsage> usages = new HashMap<>();
		table.usages().forEach((usage) -> usages.put(usage.operation(), usage));
		Sums sums = this.model.get(place);
		Map<ModelCall, State> states = this.frozen.getOrDefault(place, states(place));
		for (ServiceOperation operation : List.of(GET, PUT)) {
			ServiceCallUsage usage = usages.get(operation.operation());
			long open = count(states, operation, State.OPEN);
			long errors = count(states, operation, State.FAILED);
			long count = count(states, operation, State.SUCCEEDED) + errors;
			if (usage == null) {
				assertThat(open + count).isZero();
				continue;
			}
			assertThat(usage.open()).as(place + " open " + operation).isEqualTo(open);
			assertThat(usage.errors()).as(place + " errors " + operation).isEqualTo(errors);
			assertThat(usage.count()).as(place + " count " + operation).isEqualTo(count);
			assertThat(usage.unmeasured()).isZero();
			assertThat((usage.bytes() != null) ? usage.bytes() : 0).as(place + " bytes " + operation)
				.isEqualTo((operation == GET) ? sums.payload : sums.measured);
		}
		ServiceCallUsage get = usages.get("get");
		assertThat((get != null) ? get.requests() : null).as(place + " requests").isEqualTo(sums.requests());
	}

	private static long count(Map<ModelCall, State> states, ServiceOperation operation, State state) {
		return states.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().operation == operation && entry.getValue() == state)
			.count();
	}

	private enum Place {

		INNER, OUTER, LATE

	}

	private enum State {

		OPEN, FAILED, SUCCEEDED

	}

	private static final class Sums {

		private long attempts;

		private long retries;

		private long sent;

		private long received;

		private long payload;

		private long measured;

		private final Map<String, Long> statuses = new HashMap<>();

		Requests requests() {
			return (this.attempts + this.sent + this.received == 0 && this.statuses.isEmpty()) ? null
					: new Requests(this.attempts, this.retries, this.sent, this.received, this.statuses);
		}

	}

	private static final class ModelCall {

		private final ServiceOperation operation;

		private final Set<Place> places = new HashSet<>();

		private String key;

		private State state = State.OPEN;

		private long offset;

		/**
		 * Where it was counted when it failed.
		 */
		private Place home;

		ModelCall(ServiceOperation operation, String key) {
			this.operation = operation;
			this.key = key;
		}

	}

	private static final class Transfer {

		private final ServiceRequest request;

		private final ModelCall call;

		private long position;

		Transfer(ServiceRequest request, ModelCall call) {
			this.request = request;
			this.call = call;
		}

	}

	private record Scope(ServiceCall scope, ModelCall call) {

	}

}
