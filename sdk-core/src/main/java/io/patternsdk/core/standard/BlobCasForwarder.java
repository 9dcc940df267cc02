package io.patternsdk.core.standard;

import io.patternsdk.core.blob.BlobCas;
import io.patternsdk.core.blob.BlobOptions;
import io.patternsdk.core.blob.BlobWriter;
import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;

/** Forwards {@code blob_cas}; who wins is decided by a step, and steps are not repeated. */
final class BlobCasForwarder implements BlobCas {
  static final String NAME = "blob_cas";
  static final Operation PUT_IF_ABSENT =
      Operation.builder(NAME, "put_if_absent", Kind.WRITE).repeatable().occupying().build();
  static final Operation PUT_IF_UNCHANGED =
      Operation.builder(NAME, "put_if_unchanged", Kind.WRITE).repeatable().occupying().build();

  private final BlobCas driver;
  private final BlobChecks checks;
  private final BoundOperation putIfAbsent;
  private final BoundOperation putIfUnchanged;

  BlobCasForwarder(BlobCas driver, Wiring wiring) {
    this.driver = driver;
    this.checks = new BlobChecks(wiring);
    this.putIfAbsent = wiring.bind(PUT_IF_ABSENT);
    this.putIfUnchanged = wiring.bind(PUT_IF_UNCHANGED);
  }

  @Override
  public BlobWriter putIfAbsent(String key, BlobOptions options) {
    String full = checks.key(key);
    checks.options(options);
    return checks.writer(
        putIfAbsent.open(putIfAbsent.on(full), () -> driver.putIfAbsent(full, options)));
  }

  @Override
  public BlobWriter putIfUnchanged(String key, Version expected, BlobOptions options) {
    String full = checks.key(key);
    checks.options(options);
    return checks.writer(
        putIfUnchanged.open(
            putIfUnchanged.on(full), () -> driver.putIfUnchanged(full, expected, options)));
  }
}
