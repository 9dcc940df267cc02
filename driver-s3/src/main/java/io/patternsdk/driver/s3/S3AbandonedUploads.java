package io.patternsdk.driver.s3;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.PeriodicTask;
import io.patternsdk.core.capability.Namespace;
import io.patternsdk.core.driver.DriverContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/**
 * Removes the parts that writers of the same namespace have left, which were killed: those of
 * uploads that began long ago. Nothing else tells a writer that is dead from one that is slow.
 */
final class S3AbandonedUploads {
  private static final Logger LOG = System.getLogger(S3AbandonedUploads.class.getName());

  /** A process that ends soon need not look, and a start waits for nothing. */
  static final Duration AFTER_OPENING = Duration.ofMinutes(1);

  private static final Duration PAUSE = Duration.ofHours(1);
  private static final Duration NEVER = Duration.ofDays(36_500);

  private final S3Connections s3;
  private final String bucket;
  private final S3Names names;
  private final String prefix;
  private final Duration age;
  private final Clock clock;
  private final PeriodicTask task;
  private boolean first = true;

  S3AbandonedUploads(S3Connections s3, S3Config config, DriverContext context) {
    Namespace namespace = context.namespace();
    this.s3 = s3;
    this.bucket = config.bucket();
    this.names = new S3Names(config.escapedKeys());
    this.prefix = names.of(namespace.keyPrefix(""));
    this.age = config.abandonedUploads();
    this.clock = context.clock();
    this.task = new PeriodicTask("s3-" + context.backend() + "-uploads", clock, PAUSE, this::look);
  }

  void start() {
    task.start();
  }

  void close() {
    task.close(s3.calls().deadline());
  }

  private Duration look() {
    if (first) {
      first = false;
      return AFTER_OPENING;
    }
    try {
      int removed = remove();
      if (removed > 0) {
        LOG.log(Level.INFO, "{0} uploads that were left are removed from {1}", removed, bucket);
      }
      return PAUSE;
    } catch (BackendException e) {
      if (e.kind() != ErrorKind.PERMISSION_DENIED && e.kind() != ErrorKind.UNSUPPORTED) {
        throw e;
      }
      LOG.log(
          Level.INFO,
          "uploads that are left in {0} stay, unless a rule of the bucket removes them: {1}",
          bucket,
          e.getMessage());
      return NEVER;
    }
  }

  /** Removes those that are there and old enough, and returns how many. Repeating is safe. */
  int remove() {
    Instant old = clock.now().minus(age);
    int removed = 0;
    ListMultipartUploadsResponse page = page(null, null);
    while (true) {
      for (MultipartUpload upload : page.uploads()) {
        boolean ours = names.key(upload.key()) != null && !s3.uploads().contains(upload.uploadId());
        if (ours && upload.initiated().isBefore(old) && aborted(upload)) {
          removed++;
        }
      }
      if (!Boolean.TRUE.equals(page.isTruncated())) {
        return removed;
      }
      page = page(page.nextKeyMarker(), page.nextUploadIdMarker());
    }
  }

  private ListMultipartUploadsResponse page(@Nullable String afterKey, @Nullable String afterId) {
    return s3.calls()
        .call(
            Effect.NONE,
            deadline ->
                deadline.run(
                    () ->
                        s3.client()
                            .listMultipartUploads(
                                b ->
                                    b.bucket(bucket)
                                        .prefix(prefix)
                                        .encodingType(EncodingType.URL)
                                        .keyMarker(afterKey)
                                        .uploadIdMarker(afterId))));
  }

  /** False where it has ended meanwhile, one way or the other. */
  private boolean aborted(MultipartUpload upload) {
    try {
      s3.abort(upload.key(), upload.uploadId(), Deadline.NONE);
      return true;
    } catch (BackendException e) {
      if (e.kind() == ErrorKind.ABORTED || e.kind() == ErrorKind.NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }
}
