package io.patternsdk.driver.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * Makes one step of what S3Proxy 4.1.0 does in several. It compares {@code If-Match} before it
 * stores, so that of several writers that expect one version more than one may win. It replaces an
 * object by one renaming, but a reader looks at the file again for each attribute and for the
 * content, and what is being written lies beside the objects and is listed.
 */
final class LinearizableStore extends ForwardingBlobStore {
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  LinearizableStore(BlobStore store) {
    super(store);
  }

  @Override
  public PutObjectResponse putBlob(PutObjectRequest request, InputStream body) {
    InputStream whole = whole(body);
    return holding(
        lock.writeLock(),
        () -> {
          check(request.bucket(), request.key(), request.ifMatch());
          return super.putBlob(request, whole);
        });
  }

  @Override
  public CompleteMultipartUploadResponse completeMultipartUpload(
      MultipartUpload upload, CompleteMultipartUploadRequest request) {
    return holding(
        lock.writeLock(),
        () -> {
          check(upload.containerName(), upload.blobName(), request.ifMatch());
          return super.completeMultipartUpload(upload, request);
        });
  }

  @Override
  public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
    return holding(lock.writeLock(), () -> super.removeBlob(request));
  }

  @Override
  public HeadObjectResponse blobMetadata(HeadObjectRequest request) {
    return holding(lock.readLock(), () -> super.blobMetadata(request));
  }

  /** The content comes from a file that is open by then, whatever becomes of its name. */
  @Override
  public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
    return holding(lock.readLock(), () -> super.getBlob(request));
  }

  @Override
  public ListObjectsV2Response list(ListObjectsV2Request request) {
    return holding(lock.readLock(), () -> super.list(request));
  }

  /** Nobody waits for a client that is slow. */
  private static InputStream whole(InputStream body) {
    try {
      return new ByteArrayInputStream(body.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T holding(Lock lock, Supplier<T> step) {
    lock.lock();
    try {
      return step.get();
    } finally {
      lock.unlock();
    }
  }

  private void check(String bucket, String key, @Nullable String expected) {
    if (expected == null) {
      return;
    }
    HeadObjectResponse stored = blobMetadataIfPresent(bucket, key);
    if (stored == null || !bare(expected).equals(bare(stored.eTag()))) {
      throw S3Exceptions.preconditionFailed(null);
    }
  }

  private static String bare(String etag) {
    return etag.replace("\"", "");
  }
}
