package io.github.resourcemonitor.aop;

import java.util.function.Function;

import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.autoconfigure.MonitorContexts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Controller;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.ui.Model;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.service.annotation.GetExchange;

import static io.github.resourcemonitor.autoconfigure.MonitorContexts.handlers;
import static io.github.resourcemonitor.autoconfigure.MonitorContexts.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

/**
 * Tests for annotations on classes whose methods are called by a framework: only methods
 * that handle requests, messages or events are handlers.
 */
class ControllerTests {

	private final ApplicationContextRunner runner = MonitorContexts.withoutReadings();

	@Test
	void onlyTheMethodThatHandlesTheRequestIsAHandler() {
		this.runner.withBean(Owners.class).run((context) -> {
			MockMvc mvc = MockMvcBuilders.standaloneSetup(context.getBean(Owners.class)).build();
			mvc.perform(get("/owners").param("name", "a").param("age", "1"));
			assertThat(handlers(context)).containsExactly("Owners.find");
			mvc.perform(get("/failing").param("name", "a"));
			assertThat(handlers(context)).containsExactly("Owners.find", "Owners.fail");
		});
	}

	@Test
	void helperMethodsOfAControllerAreNotHandlers() {
		this.runner.withBean(Owners.class).run((context) -> {
			assertThat(context.getBean(Owners.class).help()).isEqualTo("help");
			assertThat(records(context)).isEmpty();
		});
	}

	@Test
	void listenersInAControllerAreHandlers() {
		this.runner.withBean(Owners.class).run((context) -> {
			context.publishEvent("event");
			assertThat(handlers(context)).containsExactly("Owners.listen");
		});
	}

	@Test
	void mappingsOfAnInterfaceCount() {
		this.runner.withBean(Pets.class).run((context) -> {
			Pets pets = context.getBean(Pets.class);
			assertThat(pets.find()).isEqualTo("pets");
			assertThat(pets.exchange()).isEqualTo("exchange");
			pets.other();
			assertThat(handlers(context)).containsExactly("Pets.find", "Pets.exchange");
		});
	}

	@Test
	void allMethodsOfOtherClassesAreHandlers() {
		this.runner.withBean(Listening.class).run((context) -> {
			context.publishEvent("event");
			context.getBean(Listening.class).other();
			assertThat(handlers(context)).containsExactly("Listening.listen", "Listening.other");
		});
	}

	@Test
	void methodAnnotationsCountEverywhere() {
		this.runner.withBean(OnBinder.class).run((context) -> {
			context.getBean(OnBinder.class).bind();
			assertThat(handlers(context)).containsExactly("OnBinder.bind");
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { Advice.class, Functions.class })
	void annotationOnATypeThatAppliesToNoMethodIsReported(Class<?> type) {
		this.runner.withUserConfiguration(type)
			.run((context) -> assertThat(context.getBean(InterceptionReport.class).problems()).singleElement()
				.satisfies((problem) -> {
					assertThat(problem.place()).isEqualTo("ControllerTests." + type.getSimpleName());
					assertThat(problem.problem()).contains("applies to none of its methods");
				}));
	}

	@MonitoredHandler
	@Controller
	static class Owners {

		@InitBinder
		void initBinder(WebDataBinder binder) {
		}

		@ModelAttribute("owner")
		Owner owner(@RequestParam String name) {
			return new Owner(name);
		}

		@ModelAttribute
		void types(Model model) {
			model.addAttribute("types", "all");
		}

		@GetMapping("/owners")
		@ResponseBody
		String find(@ModelAttribute("owner") Owner owner) {
			return owner.name();
		}

		@GetMapping("/failing")
		@ResponseBody
		String fail() {
			throw new IllegalStateException("on purpose");
		}

		@ExceptionHandler
		@ResponseBody
		String handle(IllegalStateException ex) {
			return "failed";
		}

		@EventListener
		void listen(String event) {
		}

		String help() {
			return "help";
		}

	}

	record Owner(String name) {

	}

	interface PetsApi {

		@GetMapping("/pets")
		String find();

		@GetExchange("/exchange")
		String exchange();

	}

	@MonitoredHandler
	@RestController
	static class Pets implements PetsApi {

		@Override
		public String find() {
			return "pets";
		}

		@Override
		public String exchange() {
			return "exchange";
		}

		public void other() {
		}

	}

	@MonitoredHandler
	static class Listening {

		@EventListener
		public void listen(String event) {
		}

		public void other() {
		}

	}

	@Controller
	static class OnBinder {

		@InitBinder
		@MonitoredHandler
		void bind() {
		}

	}

	@MonitoredHandler
	@ControllerAdvice
	static class Advice {

		@ExceptionHandler
		String handle(IllegalStateException ex) {
			return "failed";
		}

	}

	@MonitoredHandler
	@Configuration(proxyBeanMethods = false)
	static class Functions {

		@Bean
		Function<String, String> upper() {
			return String::toUpperCase;
		}

	}

}
