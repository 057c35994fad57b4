package io.github.resourcemonitor.storageserver;

import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * A Cloud Storage server (JSON API over HTTP, and what signed URLs need) on 127.0.0.1.
 * Buckets and objects are kept in memory until the server is garbage collected: an object
 * is one array and thus smaller than 2 GB, and the heap has to hold all of them, plus
 * about twice the size of an object that is being uploaded. Generated objects and objects
 * in a discarding bucket need no memory.
 * <p>
 * At most 16 requests are served at a time. All threads are daemon threads with
 * "local-storage-server" in their names, so a server does not keep an application alive.
 * Thread-safe. The first server sets the JVM's system property
 * {@code sun.net.httpserver.nodelay}, unless it is set, because small responses take 40
 * ms without it.
 * <p>
 * Signed URLs can read, write (simple or resumable) or delete an object; their signatures
 * are not checked. This is the only supported part of the XML API.
 * <p>
 * Not supported: object versions, soft deletion, access control, encryption keys,
 * notifications, HMAC keys. Unsupported requests are answered with 501, which clients do
 * not retry.
 */
public final class LocalStorageServer implements AutoCloseable {

	private static final int JOURNAL_CAPACITY = 10_000;

	private final ObjectStore store = new ObjectStore();

	private final Faults faults = new Faults();

	private final RequestJournal journal = new RequestJournal(JOURNAL_CAPACITY);

	private final AtomicBoolean closed = new AtomicBoolean();

	private final DaemonHttpServer server;

	private final int port;

	private LocalStorageServer(int port) {
		this.server = new DaemonHttpServer("local-storage-server", port);
		this.port = this.server.port();
		this.server.start(new ExchangeHandler(router(), this.faults, this.journal));
	}

	private Router router() {
		Router router = new Router();
		Resources resources = new Resources(uri());
		ResumableUploads resumable = new ResumableUploads(this.store, uri());
		new BucketsApi(this.store, resources).addTo(router);
		new ObjectsApi(this.store, resources).addTo(router);
		new UploadsApi(this.store, resources, resumable).addTo(router);
		new BatchApi(router, this.faults).addTo(router);
		new XmlApi(this.store, resumable).addTo(router);
		return router;
	}

	/**
	 * Starts a server on a free port.
	 * @return the server, ready for requests
	 */
	public static LocalStorageServer start() {
		return start(0);
	}

	/**
	 * Starts a server.
	 * @param port the port, 0 for a free one
	 * @return the server, ready for requests
	 * @throws UncheckedIOException if the port is taken
	 */
	public static LocalStorageServer start(int port) {
		return new LocalStorageServer(port);
	}

	/**
	 * Returns the address, to be used as the host of a client.
	 * @return the address, without a slash at the end
	 */
	public URI uri() {
		return URI.create("http://127.0.0.1:" + this.port);
	}

	/**
	 * Returns the port.
	 * @return the port
	 */
	public int port() {
		return this.port;
	}

	/**
	 * Creates a bucket if it does not exist.
	 * @param bucket the name
	 */
	public void createBucket(String bucket) {
		this.store.ensureBucket(bucket);
	}

	/**
	 * Creates a bucket that discards content, or changes an existing bucket to discard
	 * it: uploads of any size are counted and checksummed as a stream. Their metadata can
	 * be read, their content cannot.
	 * @param bucket the name
	 */
	public void createDiscardingBucket(String bucket) {
		this.store.ensureDiscardingBucket(bucket);
	}

	/**
	 * Writes an object without HTTP, and replaces one of the same name.
	 * @param bucket its bucket
	 * @param name its name
	 * @param contentType its content type
	 * @param content its content, which is not copied
	 * @throws IllegalArgumentException if the bucket does not exist
	 */
	public void putObject(String bucket, String name, String contentType, byte[] content) {
		put(bucket, name, contentType, ObjectContent.of(content));
	}

	/**
	 * Writes an object without HTTP whose content is generated when it is read: always
	 * the same incompressible bytes for a size, which need no memory.
	 * @param bucket its bucket
	 * @param name its name
	 * @param contentType its content type
	 * @param size its size in bytes, without a limit
	 * @throws IllegalArgumentException if the bucket does not exist, or the size is
	 * negative
	 */
	public void putGeneratedObject(String bucket, String name, String contentType, long size) {
		if (size < 0) {
			throw new IllegalArgumentException("Negative size: " + size);
		}
		put(bucket, name, contentType, ObjectContent.generated(size));
	}

	private void put(String bucket, String name, String contentType, ObjectContent content) {
		if (!this.store.hasBucket(bucket)) {
			throw new IllegalArgumentException("No such bucket: " + bucket);
		}
		this.store.put(bucket, name, content, Map.of("contentType", contentType), Preconditions.NONE);
	}

	/**
	 * Returns the current version of an object.
	 * @param bucket its bucket
	 * @param name its name
	 * @return the object, empty if there is none
	 */
	public Optional<StoredObject> object(String bucket, String name) {
		return this.store.find(bucket, name);
	}

	/**
	 * Returns the latest 10,000 completed requests in the order of their responses. A
	 * client that has read a response to its end finds its request here; the request of a
	 * disconnected client appears when the server notices. A batch is one request.
	 * @return a copy
	 */
	public List<RecordedRequest> requests() {
		return this.journal.requests();
	}

	/**
	 * Removes all requests from the journal, including those in progress.
	 */
	public void clearRequests() {
		this.journal.clear();
	}

	/**
	 * Lets the next requests fail, regardless of their kind.
	 * @param times the number of requests
	 * @param status the status of the response
	 */
	public void failNext(int times, int status) {
		fail((line) -> true, times, status);
	}

	/**
	 * Lets the next requests of a kind fail.
	 * @param requests matches the kind of request
	 * @param times the number of requests
	 * @param status the status of the response
	 */
	public void fail(Predicate<RequestLine> requests, int times, int status) {
		fail(requests, 0, times, status);
	}

	/**
	 * Lets some requests of a kind fail, after some successful ones. A failed request
	 * stores nothing. The requests inside a batch count and fail like others, after the
	 * batch itself.
	 * @param requests matches the kind of request
	 * @param skip the number of requests to serve first
	 * @param times the number of requests that fail then
	 * @param status the status of the response
	 */
	public void fail(Predicate<RequestLine> requests, int skip, int times, int status) {
		this.faults.fail(requests, skip, times, status);
	}

	/**
	 * Cuts the next successful download of more than the given length: the response
	 * announces all of its content, then the connection is closed.
	 * @param afterBytes the number of bytes of the body to send
	 */
	public void cutNextDownload(long afterBytes) {
		this.faults.cutNextDownload(afterBytes);
	}

	/**
	 * Pauses the next successful download of more than the given length.
	 * @param afterBytes the number of bytes of the body to send first
	 * @return a handle to release the download
	 */
	public DownloadHold holdNextDownload(long afterBytes) {
		DownloadHold hold = new DownloadHold(afterBytes);
		this.faults.holdNextDownload(hold);
		return hold;
	}

	/**
	 * Cuts the next upload of any kind whose body is longer than the given length as
	 * received.
	 * @param afterBytes the number of bytes of the body to read
	 * @see #cutUpload(Predicate, long)
	 */
	public void cutNextUpload(long afterBytes) {
		cutUpload(RequestLine::isUpload, afterBytes);
	}

	/**
	 * Cuts the next request of a kind whose body is longer than the given length: the
	 * connection is closed without a response, and the journal has the status 0 and the
	 * bytes read.
	 * @param requests matches the kind of request
	 * @param afterBytes the number of bytes of the body to read
	 */
	public void cutUpload(Predicate<RequestLine> requests, long afterBytes) {
		this.faults.cutUpload(new UploadCut(requests, afterBytes));
	}

	/**
	 * Removes all faults that have not been injected yet.
	 */
	public void clearFaults() {
		this.faults.clear();
	}

	/**
	 * Frees the port, closes all connections and ends the threads. Objects and the
	 * journal can still be read.
	 */
	@Override
	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			this.server.stop();
		}
	}

}
