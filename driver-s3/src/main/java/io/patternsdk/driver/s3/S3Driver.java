package io.patternsdk.driver.s3;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Health;
import io.patternsdk.core.blob.Blobs;
import io.patternsdk.core.capability.Capabilities;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.DriverInfo;
import io.patternsdk.core.driver.Opening;
import io.patternsdk.core.standard.StandardCapabilities;
import io.patternsdk.driver.s3.S3Config.Credentials;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;

/** A bucket; owns the client and its connections. */
final class S3Driver implements Driver {
  private static final int MOST_PARTS = 10_000;
  private static final long MOST_BYTES = 5L << 40;
  private static final int MOST_DELETED = 1_000;
  private static final int ESCAPES = 3;
  private static final int MOST_METADATA_BYTES = 2_048;

  private final S3Config config;
  private final S3Connections s3;
  private final String server;
  private final Capabilities capabilities;
  private final S3AbandonedUploads abandoned;

  private S3Driver(S3Config config, DriverContext context, S3Connections s3) {
    this.config = config;
    this.s3 = s3;
    this.server =
        Opening.on(context.clock())
            .retries(config.maxRetries())
            .open(() -> Deadline.after(config.connectTimeout()).run(s3::check));
    this.capabilities = offer();
    this.abandoned = new S3AbandonedUploads(s3, config, context);
    if (!context.namespace().name().isEmpty()) {
      abandoned.start(); // else they may be anybody's
    }
  }

  /** Asks for the bucket, or fails with the reason and leaves nothing open. */
  static S3Driver open(S3Config config, DriverContext context) {
    S3Connections s3 = new S3Connections(config, context);
    try {
      return new S3Driver(config, context, s3);
    } catch (RuntimeException | Error e) {
      s3.close();
      throw e;
    }
  }

  private Capabilities offer() {
    S3Blobs blobs = new S3Blobs(s3, config);
    Traits traits =
        Traits.builder()
            .set(Blobs.MAX_BLOB_BYTES, Math.min(MOST_BYTES, (long) MOST_PARTS * config.partSize()))
            .set(
                Blobs.MAX_KEY_BYTES,
                config.escapedKeys() ? config.maxKeyBytes() / ESCAPES : config.maxKeyBytes())
            .set(Blobs.MAX_METADATA_BYTES, MOST_METADATA_BYTES / ESCAPES)
            .maxBatch(MOST_DELETED)
            .with(S3Guarantees.of(config))
            .build();
    return Capabilities.builder()
        .add(StandardCapabilities.BLOB_BASIC, blobs, traits)
        .addIf(
            config.amazon() || config.conditionsTrusted(),
            StandardCapabilities.BLOB_CAS,
            blobs,
            traits)
        .addIf(
            config.credentials() != Credentials.ANONYMOUS,
            StandardCapabilities.BLOB_PRESIGN,
            new S3Presign(s3, config),
            traits)
        .build();
  }

  @Override
  public DriverInfo info() {
    return DriverInfo.of(new S3DriverProvider()).server(server).build();
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public Health health(Deadline deadline) {
    return s3.calls().health(deadline, s3::check);
  }

  /** Returns the {@link S3Client}. */
  @Override
  public <T> Optional<T> unwrap(Class<T> type) {
    return Optional.of(s3.client()).filter(type::isInstance).map(type::cast);
  }

  @Override
  public void close() {
    if (s3.calls().close()) {
      abandoned.close();
      s3.close();
    }
  }
}
