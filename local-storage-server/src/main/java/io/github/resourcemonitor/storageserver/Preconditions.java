package io.github.resourcemonitor.storageserver;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Preconditions of a request on an object or bucket.
 *
 * @param generation the requested generation; another one counts as missing
 * @param generationMatch the required generation, 0 if the object must not exist
 * @param generationNotMatch the excluded generation
 * @param metagenerationMatch the required metageneration
 * @param metagenerationNotMatch the excluded metageneration
 */
record Preconditions(@Nullable Long generation, @Nullable Long generationMatch, @Nullable Long generationNotMatch,
		@Nullable Long metagenerationMatch, @Nullable Long metagenerationNotMatch) {

	static final Preconditions NONE = new Preconditions(null, null, null, null, null);

	/**
	 * Returns the preconditions on the object that the request reads or updates.
	 * @param request the request
	 * @return the preconditions
	 */
	static Preconditions of(ApiRequest request) {
		return new Preconditions(request.number("generation"), request.number("ifGenerationMatch"),
				request.number("ifGenerationNotMatch"), request.number("ifMetagenerationMatch"),
				request.number("ifMetagenerationNotMatch"));
	}

	/**
	 * Returns the preconditions on the object that the request creates or replaces,
	 * regardless of the requested generation.
	 * @param request the request
	 * @return the preconditions
	 */
	static Preconditions ofTarget(ApiRequest request) {
		return new Preconditions(null, request.number("ifGenerationMatch"), request.number("ifGenerationNotMatch"),
				request.number("ifMetagenerationMatch"), request.number("ifMetagenerationNotMatch"));
	}

	static Preconditions ofSource(ApiRequest request) {
		return new Preconditions(request.number("sourceGeneration"), request.number("ifSourceGenerationMatch"),
				request.number("ifSourceGenerationNotMatch"), request.number("ifSourceMetagenerationMatch"),
				request.number("ifSourceMetagenerationNotMatch"));
	}

	/**
	 * Returns the preconditions of one entry of a compose request's
	 * {@code sourceObjects}.
	 * @param source the entry
	 * @return the preconditions
	 */
	static Preconditions ofComposeSource(Map<String, Object> source) {
		return new Preconditions(number(source, "generation"),
				number(Json.object(source, "objectPreconditions"), "ifGenerationMatch"), null, null, null);
	}

	private static @Nullable Long number(Map<String, Object> json, String name) {
		Object value = json.get(name);
		return (value != null) ? Long.valueOf(value.toString()) : null;
	}

	boolean wants(StoredObject object) {
		return this.generation == null || this.generation == object.generation();
	}

	/**
	 * Checks the preconditions before a change.
	 * @param current the current object, {@code null} if there is none
	 */
	void check(@Nullable StoredObject current) {
		check((current != null) ? current.generation() : 0, (current != null) ? current.metageneration() : 0, 412);
	}

	/**
	 * Checks the preconditions before a read, for which a failed "not match" results in
	 * 304.
	 * @param current the current object
	 */
	void checkRead(StoredObject current) {
		check(current.generation(), current.metageneration(), 304);
	}

	void check(Bucket current) {
		check(0, current.metageneration(), 412);
	}

	private void check(long currentGeneration, long currentMetageneration, int statusOfNotMatch) {
		if (differs(this.generationMatch, currentGeneration)
				|| differs(this.metagenerationMatch, currentMetageneration)) {
			throw ApiException.conditionNotMet();
		}
		if (equals(this.generationNotMatch, currentGeneration)
				|| equals(this.metagenerationNotMatch, currentMetageneration)) {
			throw (statusOfNotMatch == 412) ? ApiException.conditionNotMet()
					: new ApiException(statusOfNotMatch, "Not Modified");
		}
	}

	private static boolean differs(@Nullable Long wanted, long actual) {
		return wanted != null && wanted != actual;
	}

	private static boolean equals(@Nullable Long unwanted, long actual) {
		return unwanted != null && unwanted == actual;
	}

}
