package io.patternsdk.driver.s3;

import io.patternsdk.core.Effect;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.blob.BlobCas;
import io.patternsdk.core.blob.BlobEntry;
import io.patternsdk.core.blob.BlobInfo;
import io.patternsdk.core.blob.BlobOptions;
import io.patternsdk.core.blob.BlobRange;
import io.patternsdk.core.blob.BlobReader;
import io.patternsdk.core.blob.BlobWriter;
import io.patternsdk.core.blob.Blobs;
import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.driver.DriverCalls;
import io.patternsdk.core.keyvalue.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Blobs as objects of a bucket. */
final class S3Blobs implements Blobs, BlobCas {
  static final int NOT_FOUND = 404;
  static final int CONFLICT = 409;
  static final int FAILED_PRECONDITION = 412;
  private static final int PAST_THE_END = 416;

  private final S3Connections s3;
  private final S3Config config;
  private final S3Names names;

  S3Blobs(S3Connections s3, S3Config config) {
    this.s3 = s3;
    this.config = config;
    this.names = new S3Names(config.escapedKeys());
  }

  private S3Client client() {
    return s3.client();
  }

  /** A call that ends at the lesser of the deadline and the operation timeout. */
  private <T extends @Nullable Object> T bounded(Effect effect, DriverCalls.Blocking<T> call) {
    return s3.calls().call(effect, deadline -> deadline.run(() -> call.run(deadline)));
  }

  @Override
  public BlobWriter put(String key, BlobOptions options) {
    return writer(key, options, S3Condition.NONE);
  }

  @Override
  public BlobWriter putIfAbsent(String key, BlobOptions options) {
    return writer(key, options, S3Condition.ABSENT);
  }

  @Override
  public BlobWriter putIfUnchanged(String key, Version expected, BlobOptions options) {
    return writer(key, options, S3Condition.unchanged(expected));
  }

  private BlobWriter writer(String key, BlobOptions options, S3Condition condition) {
    var unused = s3.calls().begin();
    return new S3BlobWriter(s3, config, this, key, names.of(key), options, condition);
  }

  @Override
  public Optional<BlobReader> get(String key, BlobRange range) {
    try {
      ResponseInputStream<GetObjectResponse> answer =
          bounded(
              Effect.NONE,
              deadline ->
                  client()
                      .getObject(
                          b -> b.bucket(config.bucket()).key(names.of(key)).range(header(range))));
      return Optional.of(S3BlobReader.of(s3.calls(), key, answer, range));
    } catch (OperationException e) {
      return switch (status(e)) {
        case NOT_FOUND -> absent(e);
        case PAST_THE_END -> head(key).map(info -> S3BlobReader.atTheEnd(s3.calls(), info));
        default -> throw e;
      };
    }
  }

  private static @Nullable String header(BlobRange range) {
    if (range.equals(BlobRange.ALL)) {
      return null;
    }
    boolean open = range.length() > Long.MAX_VALUE - range.offset();
    return "bytes=" + range.offset() + "-" + (open ? "" : range.offset() + range.length() - 1);
  }

  /** A bucket that is not there is no absent blob. */
  private static <T> Optional<T> absent(OperationException e) {
    if (code(e).equals("NoSuchBucket")) {
      throw e;
    }
    return Optional.empty();
  }

  /** What an upload's end answers may begin as a success and then be an error with a code alone. */
  static int status(OperationException e) {
    return switch (code(e)) {
      case "PreconditionFailed" -> FAILED_PRECONDITION;
      case "ConditionalRequestConflict" -> CONFLICT;
      default -> e.getCause() instanceof S3Exception answer ? answer.statusCode() : 0;
    };
  }

  private static String code(OperationException e) {
    return e.getCause() instanceof S3Exception answer && answer.awsErrorDetails() != null
        ? Objects.requireNonNullElse(answer.awsErrorDetails().errorCode(), "")
        : "";
  }

  @Override
  public Optional<BlobInfo> head(String key) {
    try {
      HeadObjectResponse head =
          bounded(
              Effect.NONE,
              deadline -> client().headObject(b -> b.bucket(config.bucket()).key(names.of(key))));
      BlobEntry entry =
          new BlobEntry(
              key, head.contentLength(), S3Condition.version(head.eTag()), head.lastModified());
      return Optional.of(
          new BlobInfo(entry, S3Metadata.options(head.contentType(), head.metadata())));
    } catch (OperationException e) {
      if (status(e) == NOT_FOUND) {
        return absent(e);
      }
      throw e;
    }
  }

  @Override
  public Scan<BlobEntry> list(String prefix) {
    return new S3BlobScan(
        names,
        token ->
            bounded(
                Effect.NONE,
                deadline ->
                    client()
                        .listObjectsV2(
                            b ->
                                b.bucket(config.bucket())
                                    .prefix(names.of(prefix))
                                    .encodingType(EncodingType.URL) // XML has no control characters
                                    .continuationToken(token))));
  }

  @Override
  public void delete(String key) {
    try {
      var unused =
          bounded(
              Effect.UNKNOWN,
              deadline -> client().deleteObject(b -> b.bucket(config.bucket()).key(names.of(key))));
    } catch (OperationException e) {
      if (status(e) != NOT_FOUND) {
        throw e;
      }
      var unused = absent(e);
    }
  }

  @Override
  public Map<String, OperationException> deleteAll(Collection<String> keys) {
    Map<String, OperationException> failures = new LinkedHashMap<>();
    List<ObjectIdentifier> together = new ArrayList<>();
    for (String key : keys) {
      String name = names.of(key);
      if (S3Names.fitsXml(name)) {
        together.add(ObjectIdentifier.builder().key(name).build());
      } else {
        deleteAlone(key, failures);
      }
    }
    if (!together.isEmpty()) {
      deleteTogether(together, failures);
    }
    return failures;
  }

  private void deleteAlone(String key, Map<String, OperationException> failures) {
    try {
      delete(key);
    } catch (OperationException e) {
      failures.put(key, e);
    }
  }

  private void deleteTogether(
      List<ObjectIdentifier> objects, Map<String, OperationException> failures) {
    Delete delete = Delete.builder().objects(objects).quiet(true).build();
    DeleteObjectsResponse answer =
        bounded(
            Effect.UNKNOWN,
            deadline -> client().deleteObjects(b -> b.bucket(config.bucket()).delete(delete)));
    for (S3Error error : answer.errors()) {
      String key = names.key(error.key());
      failures.put(key == null ? error.key() : key, S3Errors.of(error));
    }
  }
}
