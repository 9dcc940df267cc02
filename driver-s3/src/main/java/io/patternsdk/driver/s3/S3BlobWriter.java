package io.patternsdk.driver.s3;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.blob.BlobInfo;
import io.patternsdk.core.blob.BlobOptions;
import io.patternsdk.core.blob.BlobWriter;
import io.patternsdk.core.keyvalue.Version;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * Fills one buffer of a part's size. What fits into it is stored by one request; what is larger
 * goes part by part.
 */
final class S3BlobWriter implements BlobWriter {
  private static final int LEAST_BUFFER = 16 << 10;

  private final S3Connections s3;
  private final S3Config config;
  private final S3Blobs blobs;
  private final String key;
  private final String name;
  private final BlobOptions options;
  private final S3Condition condition;
  private byte[] buffer = new byte[0];
  private int filled;
  private @Nullable S3Upload upload;

  S3BlobWriter(
      S3Connections s3,
      S3Config config,
      S3Blobs blobs,
      String key,
      String name,
      BlobOptions options,
      S3Condition condition) {
    this.s3 = s3;
    this.config = config;
    this.blobs = blobs;
    this.key = key;
    this.name = name;
    this.options = options;
    this.condition = condition;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    var unused = s3.calls().begin();
    for (int done = 0; done < length; ) {
      if (filled == config.partSize()) {
        sendPart();
      }
      int n = Math.min(length - done, config.partSize() - filled);
      room(filled + n);
      System.arraycopy(bytes, offset + done, buffer, filled, n);
      filled += n;
      done += n;
    }
  }

  /** Small blobs take little. */
  private void room(int needed) {
    if (needed > buffer.length) {
      int more = Math.max(Math.max(needed, 2 * buffer.length), LEAST_BUFFER);
      buffer = Arrays.copyOf(buffer, Math.min(more, config.partSize()));
    }
  }

  private void sendPart() {
    S3Upload current = upload;
    if (current == null) {
      current = S3Upload.begin(s3, config, name, options);
      upload = current;
    }
    buffer = current.send(buffer, filled);
    filled = 0;
  }

  @Override
  public Optional<Version> finish() {
    S3Upload current = upload;
    if (current != null) {
      sendPart();
    }
    while (true) {
      try {
        return Optional.of(current == null ? putAll() : current.complete(condition));
      } catch (OperationException e) {
        int status = S3Blobs.status(e);
        boolean gone = status == S3Blobs.NOT_FOUND && condition.ifMatch() != null;
        if (condition.any() && (status == S3Blobs.FAILED_PRECONDITION || gone)) {
          return Optional.empty();
        }
        boolean cut = S3Errors.unsent(e);
        if (cut && condition.any() && current == null && !conditionHolds()) {
          return Optional.empty();
        }
        // 409 says that another one was storing at the same moment and this one certainly did not
        if (!(cut || status == S3Blobs.CONFLICT) || current != null || !condition.any()) {
          throw e;
        }
        checkMoreTime(e);
      }
    }
  }

  /**
   * Looks why the server closed the connection before it had the body, whose answer is lost then:
   * some do it as soon as the condition is not met.
   */
  private boolean conditionHolds() {
    Optional<BlobInfo> there = blobs.head(key);
    return condition.ifMatch() == null
        ? there.isEmpty()
        : there.filter(info -> condition.equals(S3Condition.unchanged(info.version()))).isPresent();
  }

  private void checkMoreTime(OperationException e) {
    if (Deadline.current().passed() || s3.calls().closed()) {
      throw new BackendException(ErrorKind.ABORTED, Effect.NONE, e.getMessage(), e);
    }
  }

  private Version putAll() {
    PutObjectRequest request =
        S3Requests.put(config, name, options)
            .ifNoneMatch(condition.ifNoneMatch())
            .ifMatch(condition.ifMatch())
            .build();
    PutObjectResponse answer =
        s3.calls().call(deadline -> s3.client().putObject(request, S3Upload.body(buffer, filled)));
    return S3Condition.version(answer.eTag());
  }

  @Override
  public void close() {
    buffer = new byte[0];
    if (upload != null) {
      upload.close();
    }
  }
}
