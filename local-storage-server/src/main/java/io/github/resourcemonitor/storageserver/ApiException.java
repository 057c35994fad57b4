package io.github.resourcemonitor.storageserver;

/**
 * A request that results in an error response.
 */
final class ApiException extends RuntimeException {

	private final int status;

	ApiException(int status, String message) {
		super(message, null, false, false);
		this.status = status;
	}

	static ApiException noSuchBucket(String bucket) {
		return new ApiException(404, "The specified bucket does not exist: " + bucket);
	}

	static ApiException noSuchObject(String bucket, String name) {
		return new ApiException(404, "No such object: " + bucket + "/" + name);
	}

	static ApiException conditionNotMet() {
		return new ApiException(412, "At least one of the pre-conditions you specified did not hold.");
	}

	static ApiException invalid(String message) {
		return new ApiException(400, message);
	}

	static ApiException notImplemented(ApiRequest request) {
		return new ApiException(501,
				"The local storage server does not implement " + request.method() + " " + request.path());
	}

	ApiResponse response() {
		return ApiResponse.error(this.status, String.valueOf(getMessage()));
	}

}
