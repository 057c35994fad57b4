package io.github.resourcemonitor.storageserver;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Creates, reads, lists, updates and deletes buckets.
 */
final class BucketsApi {

	private final ObjectStore store;

	private final Resources resources;

	BucketsApi(ObjectStore store, Resources resources) {
		this.store = store;
		this.resources = resources;
	}

	void addTo(Router router) {
		String bucket = "/storage/v1/b/{bucket}";
		router.add("POST", "/storage/v1/b", this::create);
		router.add("GET", "/storage/v1/b", this::list);
		router.add("GET", bucket, this::read);
		router.add("PATCH", bucket, this::patch);
		router.add("PUT", bucket, this::update);
		router.add("DELETE", bucket, this::delete);
	}

	private ApiResponse create(ApiRequest request) throws IOException {
		Map<String, Object> json = request.json();
		if (!(json.get("name") instanceof String name)) {
			throw ApiException.invalid("Required: name");
		}
		return ok(this.store.createBucket(name, Resources.attributes(json)));
	}

	private ApiResponse list(ApiRequest request) {
		String prefix = request.parameter("prefix", "");
		List<Bucket> buckets = this.store.buckets()
			.stream()
			.filter((bucket) -> bucket.name().startsWith(prefix))
			.toList();
		Page<Bucket> page = Page.of(request, buckets, Bucket::name);
		return page.response("storage#buckets", this.resources::bucket, Map.of());
	}

	private ApiResponse read(ApiRequest request) {
		return ok(this.store.bucket(request.variable("bucket"), Preconditions.of(request)));
	}

	private ApiResponse patch(ApiRequest request) throws IOException {
		Map<String, Object> patch = Resources.attributes(request.json());
		return ok(this.store.updateBucket(request.variable("bucket"), Preconditions.of(request),
				(attributes) -> Json.merge(attributes, patch)));
	}

	private ApiResponse update(ApiRequest request) throws IOException {
		Map<String, Object> replacement = Resources.attributes(request.json());
		return ok(this.store.updateBucket(request.variable("bucket"), Preconditions.of(request),
				(attributes) -> replacement));
	}

	private ApiResponse delete(ApiRequest request) {
		this.store.deleteBucket(request.variable("bucket"), Preconditions.of(request));
		return ApiResponse.empty(204);
	}

	private ApiResponse ok(Bucket bucket) {
		return ApiResponse.json(200, this.resources.bucket(bucket));
	}

}
