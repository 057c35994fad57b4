package io.github.resourcemonitor.weaving;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.resourcemonitor.woven.Scenario.Call;
import io.github.resourcemonitor.woven.Scenario.Recorded;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for load-time weaving, based on the records of an application in a JVM with
 * AspectJ's weaver as its agent.
 */
class LoadTimeWeavingIT {

	private static WovenProcess process;

	@BeforeAll
	static void runApplication(@TempDir Path folder) throws Exception {
		process = WovenProcess.run(folder, "all");
	}

	@ParameterizedTest
	@CsvSource({ "self-invocation, Worker.handle", "private, Worker.secret", "final, Worker.fixed",
			"static, Worker.twice", "no bean, Plain.handle", "local class, local",
			"function that is no bean, Resize.apply" })
	void recordsCallsThatNoProxyIntercepts(String scenario, String handler) {
		assertThat(process.records(scenario)).containsExactly(recorded(handler));
	}

	@ParameterizedTest
	@CsvSource({ "proxied, Worker.handle", "retry, Worker.retried", "async, Worker.later",
			"elsewhere, Worker.elsewhere", "interface, Worker.fromInterface", "function through its proxy, resize",
			"function of a bean method, upper" })
	void recordsInterceptedCallsOnce(String scenario, String handler) {
		assertThat(process.records(scenario)).containsExactly(recorded(handler));
	}

	@Test
	void weavesOnlyAnnotatedMethods() {
		assertThat(process.output()).contains("woven: [both, callOther, callPlain, callRetriedService, elsewhere, "
				+ "fixed, handle, later, recurse, retried, retriedRecursion, retriedService, secret, twice] []");
	}

	@Test
	void recordsEachStepOfARecursion() {
		assertThat(process.records("recursion")).containsExactly(nested("Worker.recurse"), nested("Worker.recurse"),
				recorded("Worker.recurse"));
	}

	@Test
	void distinguishesRetriesFromRecursion() {
		assertThat(process.records("retry and recursion")).containsExactly(nested("Worker.retriedRecursion"),
				recorded("Worker.retriedRecursion"));
	}

	@Test
	void countsEachAttemptOfAServiceCallOnce() {
		assertThat(process.records("retried service")).containsExactly(new Recorded("Worker.callRetriedService", false,
				"SUCCESS", List.of(new Call("Worker.retriedService", 3, 2, 3L))));
	}

	@Test
	void measuresServiceCallsOfAnyVisibility() {
		assertThatAllCallsAreMeasured(process);
	}

	@ParameterizedTest
	@ValueSource(strings = { "both annotations", "both annotations by self-invocation" })
	void oneMethodMayHaveBothAnnotations(String scenario) {
		assertThat(process.records(scenario))
			.containsExactly(new Recorded("Worker.both", false, "SUCCESS", List.of(new Call("Worker.both", 1, 0, 7L))));
	}

	@Test
	void failureIsRecordedAndTheSameInstanceThrown() {
		assertThat(process.records("failure")).containsExactly(new Recorded("Plain.fail", false, "ERROR", List.of()));
		assertThat(process.output()).contains("failure: same");
	}

	@Test
	void futureIsRecordedWhenItCompletes() {
		assertThat(process.records("promise")).isEmpty();
		assertThat(process.records("promise kept")).containsExactly(recorded("Plain.promise"));
		assertThat(process.output()).contains("promise: open").contains("promise kept: kept");
	}

	@ParameterizedTest
	@ValueSource(strings = { "annotated type", "annotated type that is no bean" })
	void annotationOnATypeAppliesToTheSameMethodsAsWithAProxy(String scenario) {
		assertThat(process.records(scenario)).containsExactly(nested("Typed.inner"), recorded("Typed.outer"));
	}

	@Test
	void annotationOnAnInterfaceAppliesToItsDeclaredMethods() {
		assertThat(process.records("annotated interface")).containsExactly(nested("Store.ready"),
				recorded("Store.load"));
	}

	@Test
	void inheritedMethodsNeedAProxy() {
		assertThat(process.records("inherited method")).containsExactly(nested("Order.step"), recorded("Order.handle"));
		assertThat(process.records("inherited method without a bean")).containsExactly(recorded("Order.step"));
	}

	@Test
	void annotationOnAMethodOfAnInterfaceNeedsAProxy() {
		assertThat(process.records("interface by self-invocation")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "super, Subtype.inner", "super without a bean, Subtype.inner",
			"super with the annotation above, Child.work" })
	void superMethodIsPartOfTheCall(String scenario, String handler) {
		assertThat(process.records(scenario)).containsExactly(recorded(handler));
	}

	@ParameterizedTest
	@ValueSource(strings = { "start", "bean method" })
	void recordsNothingDuringBeanCreation(String scenario) {
		assertThat(process.records(scenario)).isEmpty();
	}

	@Test
	void anotherContextMayFollow() {
		assertThat(process.handlers("after another context")).containsExactly("Plain.handle");
		assertThat(process.handlers("alone again")).containsExactly("Plain.handle");
	}

	@Test
	void beanOfAClosedContextIsNotMeasured() {
		assertThat(process.output()).contains("bean of a closed context: done");
		assertThat(process.records("bean of a closed context")).isEmpty();
	}

	@Test
	void callOfABeanBelongsToItsContext() {
		assertThat(process.handlers("first: two contexts, bean")).containsExactly("Worker.secret");
		assertThat(process.handlers("second: two contexts, bean")).isEmpty();
		assertThat(process.records("first: two contexts, nested")).containsExactly(recorded("Worker.secret"));
		assertThat(process.records("second: two contexts, nested")).containsExactly(recorded("Worker.callOther"));
	}

	@Test
	void callOfAnyObjectBelongsToTheCurrentContextOfTheThread() {
		assertThat(process.records("first: two contexts, no bean in an invocation")).isEmpty();
		assertThat(process.records("second: two contexts, no bean in an invocation"))
			.containsExactly(nested("Plain.handle"), recorded("Worker.callPlain"));
	}

	@Test
	void warnsOnceIfTheContextOfACallIsAmbiguous() {
		for (String prefix : List.of("first: ", "second: ")) {
			assertThat(process.records(prefix + "two contexts, no bean")).isEmpty();
			assertThat(process.records(prefix + "two contexts, no bean again")).isEmpty();
		}
		assertThat(process.output()).containsOnlyOnce("Not monitored: a call of Plain.handle(), because 2")
			.contains("make the object a bean");
	}

	@Test
	void contextStartsWithAnnotationsThatAreIneffectiveOnlyWithoutWeaving() {
		// The application sets resource-monitor.verification=fail.
		assertThat(process.output()).contains("AspectJ load-time weaving is active").doesNotContain("no effect");
	}

	@Test
	void worksIfTheApplicationRestrictsTheWeaver(@TempDir Path folder) throws Exception {
		Path narrow = Files.writeString(folder.resolve("aop.xml"),
				"<aspectj><weaver><include within='io.github.resourcemonitor.woven..*'/></weaver></aspectj>");
		WovenProcess restricted = WovenProcess.run(folder, "few",
				"-Dorg.aspectj.weaver.loadtime.configuration=META-INF/aop.xml;" + narrow.toUri());
		assertThat(restricted.records("proxied")).containsExactly(recorded("Worker.handle"));
		assertThat(restricted.records("no bean")).containsExactly(recorded("Plain.handle"));
		assertThatAllCallsAreMeasured(restricted);
	}

	private static void assertThatAllCallsAreMeasured(WovenProcess process) {
		assertThat(process.records("service calls")).containsExactly(new Recorded("all-calls", false, "SUCCESS",
				List.of(new Call("Plain.hidden", 1, 0, 1L), new Call("Plain.fixed", 1, 0, 20L),
						new Call("Plain.common", 1, 0, 300L), new Call("Plain.open", 1, 0, 4000L),
						new Call("Plain.stream", 1, 0, 50_000L), new Call("Plain.upload", 1, 0, 600_000L))));
	}

	private static Recorded recorded(String handler) {
		return new Recorded(handler, false, "SUCCESS", List.of());
	}

	private static Recorded nested(String handler) {
		return new Recorded(handler, true, "SUCCESS", List.of());
	}

}
