package io.patternsdk.core.standard;

import io.patternsdk.core.OperationException;
import io.patternsdk.core.blob.BlobEntry;
import io.patternsdk.core.blob.BlobInfo;
import io.patternsdk.core.blob.BlobOptions;
import io.patternsdk.core.blob.BlobRange;
import io.patternsdk.core.blob.BlobReader;
import io.patternsdk.core.blob.BlobWriter;
import io.patternsdk.core.blob.Blobs;
import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.layer.BoundHandle;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;
import io.patternsdk.core.layer.Operation.Partial;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Forwards {@code blob_basic}. */
final class BlobForwarder implements Blobs {
  static final String NAME = "blob_basic";

  /** Opening replaces nothing yet. */
  static final Operation PUT =
      Operation.builder(NAME, "put", Kind.WRITE).repeatable().occupying().build();

  static final Operation GET = Operation.builder(NAME, "get", Kind.READ).occupying().build();
  static final Operation HEAD = Operation.of(NAME, "head", Kind.READ);
  static final Operation LIST = Operation.of(NAME, "list", Kind.READ);
  static final Operation DELETE =
      Operation.builder(NAME, "delete", Kind.WRITE).repeatable().build();
  static final Operation DELETE_ALL =
      Operation.builder(NAME, "delete_all", Kind.WRITE)
          .repeatable()
          .partial((Deleted result) -> new Partial(result.of, result.failures.values()))
          .build();

  private final Blobs driver;
  private final Wiring wiring;
  private final BlobChecks checks;
  private final BoundOperation put;
  private final BoundOperation get;
  private final BoundOperation head;
  private final BoundOperation list;
  private final BoundOperation delete;
  private final BoundOperation deleteAll;

  BlobForwarder(Blobs driver, Wiring wiring) {
    this.driver = driver;
    this.wiring = wiring;
    this.checks = new BlobChecks(wiring);
    this.put = wiring.bind(PUT);
    this.get = wiring.bind(GET);
    this.head = wiring.bind(HEAD);
    this.list = wiring.bind(LIST);
    this.delete = wiring.bind(DELETE);
    this.deleteAll = wiring.bind(DELETE_ALL);
  }

  /** What became of how many. */
  record Deleted(int of, Map<String, OperationException> failures) {}

  @Override
  public BlobWriter put(String key, BlobOptions options) {
    String full = checks.key(key);
    checks.options(options);
    return checks.writer(put.open(put.on(full), () -> driver.put(full, options)));
  }

  @Override
  public Optional<BlobReader> get(String key, BlobRange range) {
    String full = checks.key(key);
    BoundHandle<FoundBlob> handle =
        get.open(get.on(full), () -> new FoundBlob(driver.get(full, range)));
    Optional<BlobReader> found = handle.opened().reader();
    if (found.isEmpty()) {
      handle.close();
      return Optional.empty();
    }
    return Optional.of(new ForwardedBlobReader(handle, found.get().info().withKey(key)));
  }

  @Override
  public Optional<BlobInfo> head(String key) {
    String full = checks.key(key);
    return head.call(full, () -> driver.head(full)).map(info -> info.withKey(key));
  }

  @Override
  public Scan<BlobEntry> list(String prefix) {
    String full = checks.prefix(prefix);
    return new PagedScan<>(list, full, () -> driver.list(full))
        .map(entry -> entry.withKey(wiring.namespace().stripKey(entry.key())));
  }

  @Override
  public void delete(String key) {
    String full = checks.key(key);
    delete.run(delete.on(full), () -> driver.delete(full));
  }

  @Override
  public Map<String, OperationException> deleteAll(Collection<String> keys) {
    wiring.checkBatch(keys.size());
    List<String> full = keys.stream().map(checks::key).distinct().toList();
    if (full.isEmpty()) {
      return Map.of();
    }
    Deleted deleted =
        deleteAll.call(
            deleteAll.on("").items(full.size()),
            () -> new Deleted(full.size(), driver.deleteAll(full)));
    Map<String, OperationException> failures = new TreeMap<>();
    deleted.failures.forEach((key, e) -> failures.put(wiring.namespace().stripKey(key), e));
    return failures;
  }
}
