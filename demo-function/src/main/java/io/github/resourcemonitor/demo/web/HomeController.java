package io.github.resourcemonitor.demo.web;

import java.util.List;

import io.github.resourcemonitor.demo.seed.SeededObjects;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * Says what can be called.
 */
@RestController
class HomeController {

	private static final String TEXT = """
			Resource Monitor demo: two functions that work on objects in Cloud Storage.
			Each call answers with an invocationId, under which its record is found.

			Scale an image. The thumbnail is stored in the same bucket as thumbnails/<width>/<name>:

			  curl -X POST %1$s/thumbnail -H 'Content-Type: application/json' \\
			    -d '{"bucket":"%2$s","name":"%3$s","width":320}'

			Count the words of a text:

			  curl -X POST %1$s/wordcount -H 'Content-Type: application/json' \\
			    -d '{"bucket":"%4$s","name":"%5$s"}'

			See what the calls used. Each call of a function has a record, under the name of the function:

			  %1$s/actuator/dashboard                               a page for the browser
			  curl %1$s/actuator/invocations                        all records, and a summary per handler
			  curl '%1$s/actuator/invocations?handler=thumbnail'    those of one function
			  curl %1$s/actuator/invocations/<invocationId>         one record, with its samples
			  curl %1$s/actuator/resources                          what can be measured here, and what not

			Records of the requests as well, from the first filter to the last byte, after a start with

			  --resource-monitor.requests=on                        or RESOURCEMONITOR_REQUESTS=on in the environment
			  --resource-monitor.response-header=X-Invocation-Id    the id of such a record as a header of the response

			The record of a request is found under its method and route. The function's record is nested in it: its
			parentId is the id of the request's.

			  curl '%1$s/actuator/invocations?handler=POST%%20/thumbnail'

			%6$s""";

	private final ObjectProvider<SeededObjects> seeded;

	HomeController(ObjectProvider<SeededObjects> seeded) {
		this.seeded = seeded;
	}

	@GetMapping(path = "/", produces = MediaType.TEXT_PLAIN_VALUE + ";charset=UTF-8")
	String home() {
		String address = ServletUriComponentsBuilder.fromCurrentContextPath().build().toUriString();
		SeededObjects seeded = this.seeded.getIfAvailable();
		if (seeded == null) {
			return TEXT.formatted(address, "<bucket>", "<image>", "<bucket>", "<text>",
					"The buckets are your own: whatever the credentials of this application may read and write.\n");
		}
		return TEXT.formatted(address, SeededObjects.PHOTOS, first(seeded.photos(), "<image>"), SeededObjects.TEXTS,
				first(seeded.texts(), "<text>"), listing(seeded));
	}

	private static String first(List<String> names, String otherwise) {
		return names.isEmpty() ? otherwise : names.get(0);
	}

	private static String listing(SeededObjects seeded) {
		StringBuilder listing = new StringBuilder("There at the start, in a storage server of the demo's own:\n\n");
		seeded.photos().forEach((name) -> listing.append("  photos/").append(name).append('\n'));
		seeded.texts().forEach((name) -> listing.append("  texts/").append(name).append('\n'));
		return listing.toString();
	}

}
