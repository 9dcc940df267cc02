package io.patternsdk.core.standard;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.blob.BlobOptions;
import io.patternsdk.core.blob.BlobPresign;
import io.patternsdk.core.blob.PresignedRequest;
import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;
import java.time.Duration;

/** Forwards {@code blob_presign}. */
final class BlobPresignForwarder implements BlobPresign {
  static final String NAME = "blob_presign";
  static final Operation PRESIGN_GET = Operation.of(NAME, "presign_get", Kind.READ);
  static final Operation PRESIGN_PUT = Operation.of(NAME, "presign_put", Kind.READ);

  private final BlobPresign driver;
  private final Wiring wiring;
  private final BlobChecks checks;
  private final BoundOperation presignGet;
  private final BoundOperation presignPut;

  BlobPresignForwarder(BlobPresign driver, Wiring wiring) {
    this.driver = driver;
    this.wiring = wiring;
    this.checks = new BlobChecks(wiring);
    this.presignGet = wiring.bind(PRESIGN_GET);
    this.presignPut = wiring.bind(PRESIGN_PUT);
  }

  @Override
  public PresignedRequest presignGet(String key, Duration validity) {
    String full = checks.key(key);
    check(validity);
    return presignGet.call(full, () -> driver.presignGet(full, validity));
  }

  @Override
  public PresignedRequest presignPut(String key, BlobOptions options, Duration validity) {
    String full = checks.key(key);
    checks.options(options);
    check(validity);
    return presignPut.call(full, () -> driver.presignPut(full, options, validity));
  }

  private void check(Duration validity) {
    wiring.checkAtLeast("validity", validity, Duration.ofNanos(1));
    Duration most = wiring.traits().get(MAX_VALIDITY);
    if (validity.compareTo(most) > 0) {
      throw new BackendException(
          ErrorKind.INVALID_ARGUMENT, "validity is " + validity + "; at most " + most + " works");
    }
  }
}
