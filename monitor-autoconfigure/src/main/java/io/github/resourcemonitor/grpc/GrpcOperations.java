package io.github.resourcemonitor.grpc;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.client.KnownOperations;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import io.grpc.Status;

/**
 * Derives the operation from the full name of a gRPC method. The service is the package
 * of the method without prefixes and versions: {@code google.pubsub.v1.Publisher/Publish}
 * is {@code Publisher/Publish} of {@code pubsub},
 * {@code google.cloud.bigquery.storage.v1.BigQueryRead/ReadRows} belongs to
 * {@code bigquery.storage}. For a method without a package the service is its type. The
 * number of operations is the number of methods that the application calls. Safe for use
 * by any thread.
 */
final class GrpcOperations {

	static final String STORAGE = "google.storage.v2.Storage/";

	private static final Map<String, CallDirection> DIRECTIONS = Map.of(STORAGE + "ReadObject", CallDirection.DOWNLOAD,
			STORAGE + "BidiReadObject", CallDirection.DOWNLOAD, STORAGE + "WriteObject", CallDirection.UPLOAD,
			STORAGE + "BidiWriteObject", CallDirection.UPLOAD);

	private final KnownOperations<String> known = new KnownOperations<>(GrpcOperations::operation);

	/**
	 * The methods for which the client of Cloud Storage answers {@code null} or
	 * {@code false} if what they are about does not exist.
	 */
	private static final Set<String> MAY_BE_MISSING = Set.of(STORAGE + "GetObject", STORAGE + "GetBucket",
			STORAGE + "DeleteObject", STORAGE + "DeleteBucket");

	/**
	 * Return whether a status is an answer for the client of Cloud Storage, although it
	 * is that of an error.
	 * @param method the full name of the method
	 * @param status the status
	 * @return whether it is
	 */
	static boolean isAnswer(String method, Status.Code status) {
		return switch (status) {
			case NOT_FOUND -> MAY_BE_MISSING.contains(method);
			// The end of an object that is read from its end on.
			case OUT_OF_RANGE -> method.equals(STORAGE + "ReadObject");
			default -> false;
		};
	}

	ServiceOperation of(String method) {
		return this.known.get(method);
	}

	private static ServiceOperation operation(String method) {
		int slash = method.lastIndexOf('/');
		String type = (slash >= 0) ? method.substring(0, slash) : method;
		int dot = type.lastIndexOf('.');
		String service = (dot >= 0) ? service(type.substring(0, dot)) : "";
		return new ServiceOperation(service.isEmpty() ? type : service, method.substring(dot + 1),
				DIRECTIONS.getOrDefault(method, CallDirection.NONE));
	}

	private static String service(String packageName) {
		return Arrays.stream(packageName.replaceFirst("^google\\.(cloud\\.)?", "").split("\\."))
			.filter((part) -> !part.matches("v\\d\\w*"))
			.collect(Collectors.joining("."));
	}

}
