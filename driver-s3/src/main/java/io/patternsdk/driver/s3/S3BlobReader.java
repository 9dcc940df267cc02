package io.patternsdk.driver.s3;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.blob.BlobEntry;
import io.patternsdk.core.blob.BlobInfo;
import io.patternsdk.core.blob.BlobRange;
import io.patternsdk.core.blob.BlobReader;
import io.patternsdk.core.driver.DriverCalls;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** The body of an answer, which has to be as long as it says. */
final class S3BlobReader implements BlobReader {
  private final DriverCalls calls;
  private final BlobInfo info;
  private final InputStream body;
  private final Runnable abort;
  private long left;

  private S3BlobReader(
      DriverCalls calls, BlobInfo info, InputStream body, Runnable abort, long left) {
    this.calls = calls;
    this.info = info;
    this.body = body;
    this.abort = abort;
    this.left = left;
  }

  static S3BlobReader of(
      DriverCalls calls,
      String key,
      ResponseInputStream<GetObjectResponse> answer,
      BlobRange range) {
    GetObjectResponse head = answer.response();
    long size = size(head.contentRange(), head.contentLength());
    BlobEntry entry =
        new BlobEntry(key, size, S3Condition.version(head.eTag()), head.lastModified());
    BlobInfo info = new BlobInfo(entry, S3Metadata.options(head.contentType(), head.metadata()));
    return new S3BlobReader(calls, info, answer, answer::abort, range.within(size));
  }

  /** A reader of a range that lies past the end. */
  static S3BlobReader atTheEnd(DriverCalls calls, BlobInfo info) {
    return new S3BlobReader(calls, info, InputStream.nullInputStream(), () -> {}, 0);
  }

  /** Of a part the range says behind a slash how long the whole is. */
  private static long size(@Nullable String range, long length) {
    return range == null ? length : Long.parseLong(range.substring(range.indexOf('/') + 1));
  }

  @Override
  public BlobInfo info() {
    return info;
  }

  /** Bounded by the body itself: by the ambient deadline and by progress. */
  @Override
  public int read(byte[] buffer, int offset, int length) {
    var unused = calls.begin();
    if (left == 0) {
      return -1;
    }
    int n;
    try {
      n = body.read(buffer, offset, (int) Math.min(length, left));
    } catch (Exception e) {
      throw calls.failed(e, Effect.NONE);
    }
    if (n < 0) {
      throw new BackendException(
          ErrorKind.UNAVAILABLE, Effect.NONE, "the answer ends " + left + " bytes early", null);
    }
    left -= n;
    return n;
  }

  @Override
  public void close() {
    abort.run(); // a body that was read to its end has given its connection back
  }
}
