package com.example.functions;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class FunctionApplication {

	@Bean
	Function<String, String> uppercase() {
		return (value) -> value.toUpperCase(Locale.ROOT);
	}

	@Bean
	Function<Mono<String>, Mono<String>> reverse() {
		return (value) -> value.map((text) -> new StringBuilder(text).reverse().toString());
	}

	@Bean
	Supplier<String> now() {
		return () -> "now";
	}

	@Bean
	Consumer<String> sink() {
		return (value) -> {
		};
	}

}
