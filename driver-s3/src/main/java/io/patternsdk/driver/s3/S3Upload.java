package io.patternsdk.driver.s3;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.blob.BlobOptions;
import io.patternsdk.core.keyvalue.Version;
import java.io.ByteArrayInputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * An upload in parts, a few of them under way at a time; their buffers are used again, so that it
 * takes as much memory for any size. For one thread at a time.
 */
final class S3Upload implements AutoCloseable {
  private static final Logger LOG = System.getLogger(S3Upload.class.getName());

  private final S3Connections s3;
  private final S3Config config;
  private final String name;
  private final String id;
  private final Deque<Part> underWay = new ArrayDeque<>();
  private final Deque<byte[]> free = new ArrayDeque<>();
  private final List<CompletedPart> done = new ArrayList<>();
  private int begun;
  private boolean completed;

  private S3Upload(S3Connections s3, S3Config config, String name, String id) {
    this.s3 = s3;
    this.config = config;
    this.name = name;
    this.id = id;
  }

  private record Part(int number, byte[] buffer, FutureTask<UploadPartResponse> task) {}

  static S3Upload begin(S3Connections s3, S3Config config, String name, BlobOptions options) {
    CreateMultipartUploadRequest request = S3Requests.upload(config, name, options);
    String id =
        s3.calls()
            .call(
                Effect.NONE, // parts that nobody can name are no blob
                deadline -> deadline.run(() -> s3.client().createMultipartUpload(request)))
            .uploadId();
    s3.uploads().add(id);
    return new S3Upload(s3, config, name, id);
  }

  /** A body that is read from where it is, as often as it takes to sign and to send it. */
  static RequestBody body(byte[] buffer, int length) {
    return RequestBody.fromContentProvider(
        () -> new ByteArrayInputStream(buffer, 0, length), length, "application/octet-stream");
  }

  /** Sends the bytes of a buffer and returns another one to fill. */
  byte[] send(byte[] buffer, int length) {
    if (length > 0) {
      int number = ++begun;
      FutureTask<UploadPartResponse> task =
          new FutureTask<>(Deadline.carry(() -> upload(number, buffer, length)));
      var unused = Thread.ofVirtual().name("s3-part-" + number).start(task);
      underWay.add(new Part(number, buffer, task));
    }
    while (underWay.size() >= config.uploadParallelism()) {
      awaitOldest();
    }
    byte[] next = free.poll();
    return next == null ? new byte[0] : next;
  }

  private UploadPartResponse upload(int number, byte[] buffer, int length) {
    return s3.client()
        .uploadPart(
            b -> b.bucket(config.bucket()).key(name).uploadId(id).partNumber(number),
            body(buffer, length));
  }

  /** The part itself ends when it makes no progress. */
  private void awaitOldest() {
    Part part = underWay.element();
    try {
      UploadPartResponse answer =
          part.task.get(Deadline.current().remainingNanos(), TimeUnit.NANOSECONDS);
      done.add(CompletedPart.builder().partNumber(part.number).eTag(answer.eTag()).build());
      free.add(part.buffer);
      underWay.remove();
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw s3.calls().failed(e, Effect.NONE); // a part that lies there is no blob yet
    }
  }

  /** Makes of the parts an object. */
  Version complete(S3Condition condition) {
    while (!underWay.isEmpty()) {
      awaitOldest();
    }
    var answer =
        s3.calls()
            .call(
                deadline ->
                    s3.client()
                        .completeMultipartUpload(
                            b ->
                                b.bucket(config.bucket())
                                    .key(name)
                                    .uploadId(id)
                                    .ifNoneMatch(condition.ifNoneMatch())
                                    .ifMatch(condition.ifMatch())
                                    .multipartUpload(m -> m.parts(done))));
    completed = true;
    return S3Condition.version(answer.eTag());
  }

  /** Removes the parts unless they have become an object; past the deadline too. */
  @Override
  public void close() {
    for (Part part : underWay) {
      part.task.cancel(true);
    }
    s3.uploads().remove(id);
    if (completed || s3.calls().closed()) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    try {
      s3.abort(name, id, Deadline.NONE);
    } catch (OperationException e) {
      LOG.log(
          Level.WARNING,
          "an upload that was given up has left parts; they are removed when it is old",
          e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
