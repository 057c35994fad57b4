package io.github.resourcemonitor.demo.wordcount;

import java.util.function.Function;

import jakarta.validation.Valid;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Lets the function {@code wordcount} be called over HTTP.
 */
@RestController
class WordCountController {

	private final Function<WordCountRequest, WordCountResult> wordcount;

	WordCountController(Function<WordCountRequest, WordCountResult> wordcount) {
		this.wordcount = wordcount;
	}

	@PostMapping("/wordcount")
	WordCountResult wordcount(@Valid @RequestBody WordCountRequest request) {
		return this.wordcount.apply(request);
	}

}
