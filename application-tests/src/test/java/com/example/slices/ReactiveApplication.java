package com.example.slices;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

import static org.springframework.http.HttpStatus.GONE;
import static org.springframework.http.MediaType.APPLICATION_NDJSON_VALUE;

@SpringBootApplication
class ReactiveApplication {

	@RestController
	static class Owners {

		@GetMapping("/owners/{id}")
		Mono<String> owner(@PathVariable int id) {
			return (id == 7) ? Mono.error(new ResponseStatusException(GONE)) : Mono.just(String.valueOf(id));
		}

		@GetMapping(path = "/owners", produces = APPLICATION_NDJSON_VALUE)
		Flux<String> owners() {
			return Flux.just("1", "2");
		}

	}

}
