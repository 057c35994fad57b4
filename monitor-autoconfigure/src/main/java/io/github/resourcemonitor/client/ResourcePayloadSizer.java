package io.github.resourcemonitor.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.resourcemonitor.servicecall.PayloadSizer;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;

/**
 * Payload sizer for Spring resources that are files or byte arrays. Resources that would
 * have to be fetched or read are not measured.
 */
public final class ResourcePayloadSizer implements PayloadSizer {

	@Override
	public boolean supports(Class<?> type) {
		return Resource.class.isAssignableFrom(type);
	}

	@Override
	public long sizeOf(Object payload) {
		Resource resource = (Resource) payload;
		try {
			if (resource instanceof ByteArrayResource) {
				return resource.contentLength();
			}
			return resource.isFile() ? sizeOf(resource.getFilePath()) : UNKNOWN;
		}
		catch (IOException ex) {
			return UNKNOWN;
		}
	}

	private static long sizeOf(Path file) throws IOException {
		return Files.isRegularFile(file) ? Files.size(file) : UNKNOWN;
	}

}
