package io.github.resourcemonitor.demo.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import com.google.cloud.storage.StorageException;

import org.springframework.core.io.ResourceLoader;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriUtils;

/**
 * The objects in Cloud Storage as Spring's resources, {@code gs://bucket/name}. Nothing
 * here is annotated: the monitor sees what the storage client sends.
 */
@Component
public class ObjectResources {

	private final ResourceLoader resources;

	ObjectResources(ResourceLoader resources) {
		this.resources = resources;
	}

	/**
	 * Reads an object.
	 * @param <T> what is made of it
	 * @param bucket the bucket
	 * @param name the name
	 * @param reader makes something of the content while it comes
	 * @return what the reader made of it
	 */
	public <T> T read(String bucket, String name, Reader<T> reader) {
		String location = "gs://" + bucket + "/" + UriUtils.encodePath(name, StandardCharsets.UTF_8);
		try (InputStream content = this.resources.getResource(location).getInputStream()) {
			return reader.read(content);
		}
		catch (FileNotFoundException | IllegalArgumentException ex) {
			throw new ObjectNotFoundException(bucket, name, ex);
		}
		catch (StorageException ex) {
			throw ObjectStorage.translate(bucket, name, ex);
		}
		catch (IOException ex) {
			if (ex.getCause() instanceof StorageException cause) {
				throw ObjectStorage.translate(bucket, name, cause);
			}
			throw new StorageUnavailableException(bucket, name, ex);
		}
	}

	/**
	 * Makes something of the content of an object.
	 *
	 * @param <T> what it makes
	 */
	public interface Reader<T> {

		/**
		 * Reads the content.
		 * @param content the content
		 * @return what it made of it
		 * @throws IOException if it cannot be read
		 */
		T read(InputStream content) throws IOException;

	}

}
