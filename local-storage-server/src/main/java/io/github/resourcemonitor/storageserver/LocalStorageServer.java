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
 * Buckets and objects live in memory and go with the server: an object is one array and
 * thus smaller than 2 GB, and the heap has to hold all of them, plus about twice the size
 * of one that is being uploaded. Generated objects and what is uploaded to a discarding
 * bucket take no memory.
 * <p>
 * At most 16 requests are served at a time. All threads are daemon threads with
 * "local-storage-server" in their names, so a server alone does not keep an application
 * alive. All methods may be called by any thread. The first server sets the JVM's system
 * property {@code sun.net.httpserver.nodelay}, unless it is set, because small answers
 * take 40 ms without it.
 * <p>
 * Signed URLs work as far as they read, write (whole or resumable) or delete an object;
 * nobody checks their signatures. Of the XML API there is no more than that.
 * <p>
 * Not there: object versions, soft deletion, access control, encryption keys,
 * notifications, HMAC keys. What is not implemented is answered with 501, which clients
 * do not retry.
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
	 * The address to give to a client as its host.
	 * @return the address, without a slash at the end
	 */
	public URI uri() {
		return URI.create("http://127.0.0.1:" + this.port);
	}

	/**
	 * The port.
	 * @return the port
	 */
	public int port() {
		return this.port;
	}

	/**
	 * Creates a bucket; does nothing if it is there already.
	 * @param bucket the name
	 */
	public void createBucket(String bucket) {
		this.store.ensureBucket(bucket);
	}

	/**
	 * Creates a bucket that keeps no content, or makes one of what is there: uploads of
	 * any size are counted and checksummed while they stream in, with little memory.
	 * Their metadata can be read, their content cannot.
	 * @param bucket the name
	 */
	public void createDiscardingBucket(String bucket) {
		this.store.ensureDiscardingBucket(bucket);
	}

	/**
	 * Writes an object past HTTP, over one of the same name.
	 * @param bucket its bucket
	 * @param name its name
	 * @param contentType its content type
	 * @param content its content, kept without a copy
	 * @throws IllegalArgumentException if there is no such bucket
	 */
	public void putObject(String bucket, String name, String contentType, byte[] content) {
		put(bucket, name, contentType, ObjectContent.of(content));
	}

	/**
	 * Writes an object past HTTP whose content is generated as it is read: always the
	 * same bytes for a size, which gzip does not make fewer, and which take no memory.
	 * @param bucket its bucket
	 * @param name its name
	 * @param contentType its content type
	 * @param size its size in bytes, of any magnitude
	 * @throws IllegalArgumentException if there is no such bucket, or the size is
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
	 * An object as it is now.
	 * @param bucket its bucket
	 * @param name its name
	 * @return the object, empty if there is none
	 */
	public Optional<StoredObject> object(String bucket, String name) {
		return this.store.find(bucket, name);
	}

	/**
	 * The requests answered so far, the latest 10,000, in the order of their answers. A
	 * client that has read an answer to its end finds it here; that of a client that gave
	 * up appears when the server notices. A batch is one request.
	 * @return a copy
	 */
	public List<RecordedRequest> requests() {
		return this.journal.requests();
	}

	/**
	 * Forgets the requests so far, those under way included.
	 */
	public void clearRequests() {
		this.journal.clear();
	}

	/**
	 * Lets the next requests fail, whatever they ask for.
	 * @param times how many
	 * @param status the status to answer with
	 */
	public void failNext(int times, int status) {
		fail((line) -> true, times, status);
	}

	/**
	 * Lets the next requests of a kind fail.
	 * @param requests the kind
	 * @param times how many
	 * @param status the status to answer with
	 */
	public void fail(Predicate<RequestLine> requests, int times, int status) {
		fail(requests, 0, times, status);
	}

	/**
	 * Lets some requests of a kind fail, after some that do not. Nothing of a request
	 * that fails is stored. The requests inside a batch count and fail like others,
	 * behind the batch itself.
	 * @param requests the kind
	 * @param skip how many to serve first
	 * @param times how many fail then
	 * @param status the status to answer with
	 */
	public void fail(Predicate<RequestLine> requests, int skip, int times, int status) {
		this.faults.fail(requests, skip, times, status);
	}

	/**
	 * Cuts the next successful download of more than the given length: the response
	 * announces all of its content, then the connection is closed.
	 * @param afterBytes how many bytes of the body to send
	 */
	public void cutNextDownload(long afterBytes) {
		this.faults.cutNextDownload(afterBytes);
	}

	/**
	 * Holds the next successful download of more than the given length in its middle.
	 * @param afterBytes how many bytes of the body to send first
	 * @return the handle that lets it go on
	 */
	public DownloadHold holdNextDownload(long afterBytes) {
		DownloadHold hold = new DownloadHold(afterBytes);
		this.faults.holdNextDownload(hold);
		return hold;
	}

	/**
	 * Cuts the next upload of any kind whose body, as it comes over the wire, is longer
	 * than the given length.
	 * @param afterBytes how many bytes of the body to read
	 * @see #cutUpload(Predicate, long)
	 */
	public void cutNextUpload(long afterBytes) {
		cutUpload(RequestLine::isUpload, afterBytes);
	}

	/**
	 * Cuts the next request of a kind whose body is longer than the given length: the
	 * connection is closed without an answer, and the journal shows the status 0 and the
	 * bytes read.
	 * @param requests the kind
	 * @param afterBytes how many bytes of the body to read
	 */
	public void cutUpload(Predicate<RequestLine> requests, long afterBytes) {
		this.faults.cutUpload(new UploadCut(requests, afterBytes));
	}

	/**
	 * Forgets the faults that are still to come.
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
