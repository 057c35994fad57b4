package io.github.resourcemonitor.demo.thumbnail;

/**
 * An object is not an image that can be scaled.
 */
public class NotAnImageException extends RuntimeException {

	NotAnImageException(String object, String found) {
		super(object + " is not an image that can be scaled, found " + found);
	}

	NotAnImageException(String object, String found, Throwable cause) {
		super(object + " is not an image that can be scaled, found " + found, cause);
	}

}
