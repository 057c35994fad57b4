package io.github.resourcemonitor.grpc;

import com.google.storage.v2.BidiReadObjectResponse;
import com.google.storage.v2.BidiWriteObjectRequest;
import com.google.storage.v2.ObjectRangeData;
import com.google.storage.v2.ReadObjectRequest;
import com.google.storage.v2.ReadObjectResponse;
import com.google.storage.v2.WriteObjectRequest;
import com.google.storage.v2.WriteObjectResponse;
import io.github.resourcemonitor.servicecall.ServiceRequest;
import org.jspecify.annotations.Nullable;

/**
 * The messages of Cloud Storage that carry the content of objects. The parts of a
 * resumable upload are one call; so are a download and the requests that resume it after
 * an interruption. A stream that reads several ranges is one call.
 */
enum StorageMessages implements PayloadMessages {

	/**
	 * Messages of downloads, server streaming and bidirectional.
	 */
	READ {

		@Override
		public void sending(Object message, ServiceRequest request) {
			if (message instanceof ReadObjectRequest read) {
				request.payloadFrom(Math.max(0, read.getReadOffset()));
			}
			request.payload(0);
		}

		@Override
		public void received(Object message, ServiceRequest request) {
			if (message instanceof ReadObjectResponse read) {
				request.payload(read.getChecksummedData().getContent().size());
			}
			else if (message instanceof BidiReadObjectResponse read) {
				for (ObjectRangeData range : read.getObjectDataRangesList()) {
					request.payload(range.getChecksummedData().getContent().size());
				}
			}
		}

	},

	/**
	 * Messages of uploads, client streaming and bidirectional.
	 */
	WRITE {

		@Override
		public boolean hasKeys() {
			return true;
		}

		@Override
		public @Nullable String key(Object message) {
			String upload = "";
			if (message instanceof WriteObjectRequest write) {
				upload = write.getUploadId();
			}
			else if (message instanceof BidiWriteObjectRequest write) {
				upload = write.getUploadId();
			}
			return upload.isEmpty() ? null : "gRPC upload " + upload;
		}

		@Override
		public void sending(Object message, ServiceRequest request) {
			if (message instanceof WriteObjectRequest write) {
				request.payloadFrom(write.getWriteOffset());
				request.payload(write.getChecksummedData().getContent().size());
			}
			else if (message instanceof BidiWriteObjectRequest write) {
				request.payloadFrom(write.getWriteOffset());
				request.payload(write.getChecksummedData().getContent().size());
			}
		}

		@Override
		public void received(Object message, ServiceRequest request) {
			if (message instanceof WriteObjectResponse write && write.hasPersistedSize()) {
				request.expectMore();
			}
		}

	}

}
