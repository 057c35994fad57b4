package com.example.exchange;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.handler.TextWebSocketHandler;
import org.springframework.web.socket.server.standard.StandardWebSocketUpgradeStrategy;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

/**
 * An application with Spring MVC, Spring Security and servlets of its own.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableWebSocket
@Import(ServletExchange.Endpoints.class)
class ServletExchange implements WebSocketConfigurer {

	@Override
	public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
		registry.addHandler(new TextWebSocketHandler() {

			@Override
			protected void handleTextMessage(WebSocketSession session, TextMessage message) throws IOException {
				session.sendMessage(new TextMessage("echo " + message.getPayload()));
			}

		}, "/socket")
			.setHandshakeHandler(new DefaultHandshakeHandler(new StandardWebSocketUpgradeStrategy()))
			.setAllowedOrigins("*");
	}

	@Bean
	UserDetailsService users() {
		return new InMemoryUserDetailsManager(User.withUsername("user").password("{noop}pass").roles("USER").build());
	}

	@Bean
	SecurityFilterChain security(HttpSecurity http) {
		return http.csrf(AbstractHttpConfigurer::disable)
			.headers((headers) -> headers.withObjectPostProcessor(new ObjectPostProcessor<HeaderWriterFilter>() {

				@Override
				public <O extends HeaderWriterFilter> O postProcess(O filter) {
					// Otherwise it depends on the threads whether asynchronous responses
					// have the headers.
					filter.setShouldWriteHeadersEagerly(true);
					return filter;
				}

			}))
			.authorizeHttpRequests((requests) -> requests.requestMatchers(endsWith("/admin"))
				.hasRole("ADMIN")
				.requestMatchers(endsWith("/private"), endsWith("/account"))
				.authenticated()
				.anyRequest()
				.permitAll())
			.httpBasic((basic) -> {
			})
			.exceptionHandling((errors) -> errors.defaultAuthenticationEntryPointFor(
					new LoginUrlAuthenticationEntryPoint("/login"), endsWith("/account")))
			.build();
	}

	private static RequestMatcher endsWith(String end) {
		return (request) -> request.getRequestURI().endsWith(end);
	}

	@Bean
	ServletRegistrationBean<HttpServlet> legacy() {
		ServletRegistrationBean<HttpServlet> registration = new ServletRegistrationBean<>(new HttpServlet() {

			@Override
			protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
				if (request.getPathInfo().equals("/async")) {
					AsyncContext async = request.startAsync();
					async.start(() -> {
						try {
							async.getResponse().getWriter().write("later");
						}
						catch (IOException ex) {
							throw new IllegalStateException(ex);
						}
						async.complete();
					});
				}
				else {
					response.getWriter().write("legacy");
				}
			}

		}, "/legacy/*");
		registration.setAsyncSupported(true);
		registration.setName("legacy");
		return registration;
	}

	@Controller
	static class Endpoints {

		@GetMapping("/plain/{id}")
		@ResponseBody
		String plain(@PathVariable int id) {
			return "plain " + id;
		}

		@CrossOrigin
		@GetMapping("/json")
		@ResponseBody
		Map<String, String> json() {
			return Map.of("name", "value");
		}

		@PostMapping(path = "/json", consumes = MediaType.APPLICATION_JSON_VALUE,
				produces = MediaType.APPLICATION_JSON_VALUE)
		@ResponseBody
		Map<String, Object> json(@RequestBody Map<String, Object> body) {
			return body;
		}

		@PostMapping("/multipart")
		@ResponseBody
		String multipart(@RequestParam MultipartFile file, @RequestParam String field) throws IOException {
			return field + " " + file.getOriginalFilename() + " " + new String(file.getBytes(), StandardCharsets.UTF_8);
		}

		@GetMapping("/sse")
		SseEmitter sse() {
			SseEmitter emitter = new SseEmitter();
			new Thread(() -> {
				try {
					emitter.send("one");
					emitter.send(SseEmitter.event().id("2").data("two"));
					emitter.complete();
				}
				catch (IOException ex) {
					emitter.completeWithError(ex);
				}
			}).start();
			return emitter;
		}

		@GetMapping("/streaming")
		StreamingResponseBody streaming() {
			return (output) -> {
				for (int i = 0; i < 3; i++) {
					output.write(("line " + i + "\n").getBytes(StandardCharsets.UTF_8));
					output.flush();
				}
			};
		}

		@GetMapping("/deferred")
		@ResponseBody
		DeferredResult<String> deferred() {
			DeferredResult<String> result = new DeferredResult<>();
			new Thread(() -> result.setResult("deferred")).start();
			return result;
		}

		@GetMapping("/deferred-fails")
		@ResponseBody
		DeferredResult<String> deferredFails() {
			DeferredResult<String> result = new DeferredResult<>();
			new Thread(() -> result.setErrorResult(new IllegalStateException("expected"))).start();
			return result;
		}

		@GetMapping("/future")
		@ResponseBody
		CompletableFuture<String> future() {
			return CompletableFuture.supplyAsync(() -> "future");
		}

		@GetMapping("/callable")
		@ResponseBody
		Callable<String> callable() {
			return () -> "callable";
		}

		@GetMapping("/callable-fails")
		@ResponseBody
		Callable<String> callableFails() {
			return () -> {
				throw new IllegalStateException("expected");
			};
		}

		@GetMapping("/task")
		@ResponseBody
		WebAsyncTask<String> task() {
			return new WebAsyncTask<>(() -> "task");
		}

		@GetMapping("/forward")
		String forward(@Value("${spring.mvc.servlet.path}") String servlet) {
			return "forward:" + servlet.replaceFirst("/$", "") + "/plain/7";
		}

		@GetMapping("/forward-missing")
		String forwardMissing(@Value("${spring.mvc.servlet.path}") String servlet) {
			return "forward:" + servlet.replaceFirst("/$", "") + "/nowhere";
		}

		@GetMapping("/forward-fails")
		String forwardFails(@Value("${spring.mvc.servlet.path}") String servlet) {
			return "forward:" + servlet.replaceFirst("/$", "") + "/throws";
		}

		@GetMapping("/dispatch")
		void dispatch(HttpServletRequest request, HttpServletResponse response) {
			// Spring's own asynchronous requests are dispatched to their own path.
			request.startAsync().dispatch("/legacy/dispatched");
		}

		@GetMapping("/redirect")
		String redirect() {
			return "redirect:/plain/7";
		}

		@GetMapping("/send-error")
		void sendError(HttpServletResponse response) throws IOException {
			response.addHeader("X-Own", "value");
			response.sendError(418, "teapot");
		}

		@GetMapping("/throws")
		String fails() {
			throw new IllegalStateException("expected");
		}

		@GetMapping("/throws-status")
		String failsWithStatus() {
			throw new ResponseStatusException(HttpStatus.GONE);
		}

		@GetMapping("/throws-late")
		void failsLate(HttpServletResponse response) throws IOException {
			response.getWriter().write("begun");
			response.flushBuffer();
			throw new IllegalStateException("expected");
		}

		@GetMapping("/large")
		ResponseEntity<String> large() {
			return ResponseEntity.ok().header("X-Own", "one", "two").eTag("v1").body("0123456789".repeat(10_000));
		}

		@GetMapping("/private")
		@ResponseBody
		String secret() {
			return "private";
		}

		@GetMapping("/manage/own")
		@ResponseBody
		String own() {
			return "not Actuator's";
		}

		@GetMapping("/empty")
		ResponseEntity<Void> empty() {
			return ResponseEntity.noContent().build();
		}

		@GetMapping("/endless")
		void endless(HttpServletResponse response) throws IOException {
			byte[] block = new byte[8192];
			while (true) {
				response.getOutputStream().write(block);
				response.flushBuffer();
			}
		}

	}

}
