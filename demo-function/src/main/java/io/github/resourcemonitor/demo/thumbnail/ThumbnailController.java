package io.github.resourcemonitor.demo.thumbnail;

import jakarta.validation.Valid;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Lets {@link ThumbnailFunction} be called over HTTP. What cannot be read or is not valid
 * is refused here, before there is an invocation.
 */
@RestController
class ThumbnailController {

	private final ThumbnailFunction function;

	ThumbnailController(ThumbnailFunction function) {
		this.function = function;
	}

	@PostMapping("/thumbnail")
	ThumbnailResult thumbnail(@Valid @RequestBody ThumbnailRequest request) {
		return this.function.apply(request);
	}

}
