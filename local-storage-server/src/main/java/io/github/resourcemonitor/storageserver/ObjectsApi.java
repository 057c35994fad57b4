package io.github.resourcemonitor.storageserver;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Handles requests for existing objects: metadata, content, copies, composition,
 * deletion.
 */
final class ObjectsApi {

	private final ObjectStore store;

	private final Resources resources;

	ObjectsApi(ObjectStore store, Resources resources) {
		this.store = store;
		this.resources = resources;
	}

	void addTo(Router router) {
		String objects = "/storage/v1/b/{bucket}/o";
		String object = objects + "/{object}";
		router.add("GET", objects, new ObjectListing(this.store, this.resources)::list);
		router.add("GET", object, this::read);
		router.add("GET", "/download" + object, this::download);
		router.add("PATCH", object, this::patch);
		router.add("PUT", object, this::update);
		router.add("DELETE", object, this::delete);
		router.add("POST", object + "/compose", this::compose);
		router.add("POST", object + "/copyTo/b/{targetBucket}/o/{targetObject}", this::copy);
		router.add("POST", object + "/rewriteTo/b/{targetBucket}/o/{targetObject}", this::rewrite);
		router.add("POST", object + "/moveTo/o/{targetObject}", this::move);
	}

	private ApiResponse read(ApiRequest request) {
		if ("media".equals(request.parameter("alt"))) {
			return download(request);
		}
		return ok(existing(request, Preconditions.of(request)));
	}

	private ApiResponse download(ApiRequest request) {
		return Media.respond(request, existing(request, Preconditions.of(request)));
	}

	private ApiResponse patch(ApiRequest request) throws IOException {
		Map<String, Object> patch = Resources.attributes(request.json());
		return ok(this.store.update(request.variable("bucket"), request.variable("object"), Preconditions.of(request),
				(attributes) -> Json.merge(attributes, patch)));
	}

	private ApiResponse update(ApiRequest request) throws IOException {
		Map<String, Object> replacement = Resources.attributes(request.json());
		return ok(this.store.update(request.variable("bucket"), request.variable("object"), Preconditions.of(request),
				(attributes) -> replacement));
	}

	private ApiResponse delete(ApiRequest request) {
		this.store.delete(request.variable("bucket"), request.variable("object"), Preconditions.of(request));
		return ApiResponse.empty(204);
	}

	private ApiResponse compose(ApiRequest request) throws IOException {
		Map<String, Object> json = request.json();
		String bucket = request.variable("bucket");
		List<Map<String, Object>> sources = Json.objects(json, "sourceObjects");
		if (sources.isEmpty() || sources.size() > 32) {
			throw ApiException.invalid("The number of source components must be between 1 and 32.");
		}
		List<ObjectContent> content = new ArrayList<>();
		int components = 0;
		for (Map<String, Object> source : sources) {
			StoredObject part = this.store.read(bucket, String.valueOf(source.get("name")),
					Preconditions.ofComposeSource(source));
			content.add(part.stored());
			components += (part.attributes().get("componentCount") instanceof Integer count) ? count : 1;
		}
		Map<String, Object> attributes = Resources.attributes(Json.object(json, "destination"));
		attributes.put("componentCount", components);
		return ok(this.store.put(bucket, request.variable("object"), ObjectContent.composed(content), attributes,
				Preconditions.ofTarget(request)));
	}

	private ApiResponse copy(ApiRequest request) throws IOException {
		return ok(copyObject(request));
	}

	private ApiResponse rewrite(ApiRequest request) throws IOException {
		StoredObject copy = copyObject(request);
		String size = Long.toString(copy.size());
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("kind", "storage#rewriteResponse");
		json.put("totalBytesRewritten", size);
		json.put("objectSize", size);
		json.put("done", true);
		json.put("resource", this.resources.object(copy));
		return ApiResponse.json(200, json);
	}

	private StoredObject copyObject(ApiRequest request) throws IOException {
		StoredObject source = existing(request, Preconditions.ofSource(request));
		Map<String, Object> sent = Resources.attributes(request.json());
		return this.store.put(request.variable("targetBucket"), request.variable("targetObject"), source.stored(),
				sent.isEmpty() ? source.attributes() : sent, Preconditions.ofTarget(request));
	}

	private ApiResponse move(ApiRequest request) {
		return ok(this.store.move(request.variable("bucket"), request.variable("object"),
				Preconditions.ofSource(request), request.variable("targetObject"), Preconditions.ofTarget(request)));
	}

	private StoredObject existing(ApiRequest request, Preconditions preconditions) {
		return this.store.read(request.variable("bucket"), request.variable("object"), preconditions);
	}

	private ApiResponse ok(StoredObject object) {
		return ApiResponse.json(200, this.resources.object(object)).header("ETag", object.etag());
	}

}
