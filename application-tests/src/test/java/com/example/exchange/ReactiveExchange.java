package com.example.exchange;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.CsrfSpec;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.web.server.DelegatingServerAuthenticationEntryPoint;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authentication.HttpBasicServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authentication.RedirectServerAuthenticationEntryPoint;
import org.springframework.security.web.server.util.matcher.PathPatternParserServerWebExchangeMatcher;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.reactive.socket.server.upgrade.ReactorNettyRequestUpgradeStrategy;
import org.springframework.web.server.ResponseStatusException;

/**
 * An application with Spring WebFlux and Spring Security.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(ReactiveExchange.Endpoints.class)
class ReactiveExchange implements WebFluxConfigurer {

	@Override
	public WebSocketService getWebSocketService() {
		return new HandshakeWebSocketService(new ReactorNettyRequestUpgradeStrategy());
	}

	@Bean
	HandlerMapping sockets() {
		WebSocketHandler echo = (session) -> session
			.send(session.receive().map((message) -> session.textMessage("echo " + message.getPayloadAsText())));
		return new SimpleUrlHandlerMapping(Map.of("/socket", echo), -1);
	}

	@Bean
	MapReactiveUserDetailsService users() {
		return new MapReactiveUserDetailsService(
				User.withUsername("user").password("{noop}pass").roles("USER").build());
	}

	@Bean
	SecurityWebFilterChain security(ServerHttpSecurity http) {
		DelegatingServerAuthenticationEntryPoint entry = new DelegatingServerAuthenticationEntryPoint(
				new DelegatingServerAuthenticationEntryPoint.DelegateEntry(
						new PathPatternParserServerWebExchangeMatcher("/account"),
						new RedirectServerAuthenticationEntryPoint("/login")));
		entry.setDefaultEntryPoint(new HttpBasicServerAuthenticationEntryPoint());
		return http.csrf(CsrfSpec::disable)
			.authorizeExchange((exchanges) -> exchanges.pathMatchers("/admin")
				.hasRole("ADMIN")
				.pathMatchers("/private", "/account")
				.authenticated()
				.anyExchange()
				.permitAll())
			.httpBasic((basic) -> {
			})
			.exceptionHandling((errors) -> errors.authenticationEntryPoint(entry))
			.build();
	}

	@RestController
	static class Endpoints {

		@GetMapping("/plain/{id}")
		String plain(@PathVariable int id) {
			return "plain " + id;
		}

		@CrossOrigin
		@GetMapping("/json")
		Mono<Map<String, String>> json() {
			return Mono.just(Map.of("name", "value"));
		}

		@PostMapping(path = "/json", consumes = MediaType.APPLICATION_JSON_VALUE,
				produces = MediaType.APPLICATION_JSON_VALUE)
		Mono<Map<String, Object>> json(@RequestBody Mono<Map<String, Object>> body) {
			return body;
		}

		@PostMapping("/multipart")
		Mono<String> multipart(@RequestPart FilePart file, @RequestPart String field) {
			return file.content()
				.map((buffer) -> buffer.toString(StandardCharsets.UTF_8))
				.reduce(String::concat)
				.map((content) -> field + " " + file.filename() + " " + content);
		}

		@GetMapping("/sse")
		Flux<ServerSentEvent<String>> sse() {
			return Flux.just("one", "two").map((data) -> ServerSentEvent.builder(data).id(data).build());
		}

		@GetMapping(path = "/streaming", produces = MediaType.APPLICATION_NDJSON_VALUE)
		Flux<Map<String, Integer>> streaming() {
			return Flux.range(0, 3).map((i) -> Map.of("line", i)).delayElements(Duration.ofMillis(1));
		}

		@GetMapping("/redirect")
		ResponseEntity<Void> redirect() {
			return ResponseEntity.status(HttpStatus.FOUND).header("Location", "/plain/7").build();
		}

		@GetMapping("/throws")
		Mono<String> fails() {
			return Mono.error(new IllegalStateException("expected"));
		}

		@GetMapping("/throws-at-once")
		Mono<String> failsAtOnce() {
			throw new IllegalStateException("expected");
		}

		@GetMapping("/throws-status")
		Mono<String> failsWithStatus() {
			return Mono.error(new ResponseStatusException(HttpStatus.GONE));
		}

		@GetMapping(path = "/throws-late", produces = MediaType.APPLICATION_NDJSON_VALUE)
		Flux<String> failsLate() {
			return Flux.just("begun").concatWith(Mono.error(new IllegalStateException("expected")));
		}

		@GetMapping("/large")
		ResponseEntity<String> large() {
			return ResponseEntity.ok().header("X-Own", "one", "two").eTag("v1").body("0123456789".repeat(10_000));
		}

		@GetMapping("/private")
		String secret() {
			return "private";
		}

		@GetMapping("/empty")
		Mono<ResponseEntity<Void>> empty() {
			return Mono.just(ResponseEntity.noContent().build());
		}

		@GetMapping(path = "/endless", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> endless() {
			return Flux.interval(Duration.ofMillis(1)).map((number) -> "number " + number).onBackpressureDrop();
		}

	}

}
