package io.github.resourcemonitor.demo.web;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.github.resourcemonitor.demo.storage.ObjectNotFoundException;
import io.github.resourcemonitor.demo.storage.StorageRefusedException;
import io.github.resourcemonitor.demo.storage.StorageUnavailableException;
import io.github.resourcemonitor.demo.thumbnail.NotAnImageException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DatabindException;

import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Answers errors with problem details that say what to do.
 */
@RestControllerAdvice
class ErrorResponses extends ResponseEntityExceptionHandler {

	private final boolean gcp;

	ErrorResponses(Environment environment) {
		this.gcp = environment.acceptsProfiles(Profiles.of("gcp"));
	}

	@ExceptionHandler
	ProblemDetail notFound(ObjectNotFoundException ex) {
		ProblemDetail problem = problem(HttpStatus.NOT_FOUND, ex);
		problem.setProperty("bucket", ex.getBucket());
		problem.setProperty("name", ex.getName());
		return problem;
	}

	@ExceptionHandler
	ProblemDetail notAnImage(NotAnImageException ex) {
		return problem(HttpStatus.UNPROCESSABLE_CONTENT, ex);
	}

	@ExceptionHandler
	ProblemDetail unavailable(StorageUnavailableException ex) {
		return problem(HttpStatus.SERVICE_UNAVAILABLE, ex, this.gcp
				? "Check that this machine reaches storage.googleapis.com and that the credentials can still be refreshed."
				: "Check that the storage server is running.");
	}

	@ExceptionHandler
	ProblemDetail refused(StorageRefusedException ex) {
		return problem(HttpStatus.BAD_GATEWAY, ex,
				this.gcp ? "Check that the service account has the role Storage Object User on the bucket."
						: "Check the names of the bucket and the object.");
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(MethodArgumentNotValidException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		Map<String, String> fields = ex.getBindingResult()
			.getFieldErrors()
			.stream()
			.collect(Collectors.toMap(FieldError::getField, (error) -> String.valueOf(error.getDefaultMessage()),
					(first, second) -> first, TreeMap::new));
		ProblemDetail problem = ex.getBody();
		problem.setDetail(fields.entrySet()
			.stream()
			.map((field) -> "Field '" + field.getKey() + "' " + field.getValue())
			.collect(Collectors.joining("; ")));
		problem.setProperty("fields", fields);
		return handleExceptionInternal(ex, problem, headers, status, request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(HttpMessageNotReadableException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		return handleExceptionInternal(ex, ProblemDetail.forStatusAndDetail(status, unreadable(ex)), headers, status,
				request);
	}

	private static String unreadable(HttpMessageNotReadableException ex) {
		if (ex.getCause() instanceof DatabindException cause && !cause.getPath().isEmpty()) {
			return "Field '" + cause.getPath().get(0).getPropertyName() + "' has a value of the wrong type";
		}
		return "The request body is not the JSON object that is expected";
	}

	private static ProblemDetail problem(HttpStatus status, Exception ex, String... advice) {
		String detail = ex.getMessage() + ".";
		return ProblemDetail.forStatusAndDetail(status,
				(advice.length == 0) ? detail : detail + " " + String.join(" ", advice));
	}

}
