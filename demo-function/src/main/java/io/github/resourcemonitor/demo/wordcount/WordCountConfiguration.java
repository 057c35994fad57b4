package io.github.resourcemonitor.demo.wordcount;

import java.util.function.Function;

import io.github.resourcemonitor.annotation.MonitoredHandler;
import io.github.resourcemonitor.demo.CurrentInvocation;
import io.github.resourcemonitor.demo.storage.ObjectResources;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Declares the function as a lambda, as Spring Cloud Function has it.
 */
@Configuration(proxyBeanMethods = false)
class WordCountConfiguration {

	@Bean
	@MonitoredHandler
	Function<WordCountRequest, WordCountResult> wordcount(ObjectResources resources, CurrentInvocation invocation) {
		return (request) -> {
			WordCount count = resources.read(request.bucket(), request.name(), WordCount::of);
			return new WordCountResult(request.bucket(), request.name(), count.bytes(), count.lines(), count.words(),
					count.distinctWords(), count.mostFrequent(), invocation.id());
		};
	}

}
