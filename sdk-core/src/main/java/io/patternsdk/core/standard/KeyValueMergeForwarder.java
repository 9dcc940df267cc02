package io.patternsdk.core.standard;

import io.patternsdk.core.capability.Namespace;
import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;
import io.patternsdk.core.merge.KeyValueMerge;
import io.patternsdk.core.merge.Merged;
import io.patternsdk.core.merge.Patch;
import io.patternsdk.core.merge.RangeDigest;
import io.patternsdk.core.merge.RecordPage;
import io.patternsdk.core.merge.RecordQuery;
import io.patternsdk.core.merge.StoredRecord;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Forwards {@code keyvalue_merge}. */
final class KeyValueMergeForwarder implements KeyValueMerge {
  static final String NAME = "keyvalue_merge";
  static final Operation MERGE = Operation.builder(NAME, "merge", Kind.WRITE).repeatable().build();
  static final Operation READ = Operation.of(NAME, "read_record", Kind.READ);
  static final Operation LIST = Operation.of(NAME, "list_records", Kind.READ);
  static final Operation COUNT = Operation.of(NAME, "record_count", Kind.READ);
  static final Operation DIGEST = Operation.of(NAME, "record_digests", Kind.READ);

  private final KeyValueMerge driver;
  private final Wiring wiring;
  private final Namespace namespace;
  private final BoundOperation merge;
  private final BoundOperation read;
  private final BoundOperation list;
  private final BoundOperation count;
  private final BoundOperation digest;

  KeyValueMergeForwarder(KeyValueMerge driver, Wiring wiring) {
    this.driver = driver;
    this.wiring = wiring;
    this.namespace = wiring.namespace();
    this.merge = wiring.bind(MERGE);
    this.read = wiring.bind(READ);
    this.list = wiring.bind(LIST);
    this.count = wiring.bind(COUNT);
    this.digest = wiring.bind(DIGEST);
  }

  @Override
  public Merged merge(String key, Patch patch) {
    String full = namespace.key(key);
    patch
        .fields()
        .forEach(
            (name, field) -> {
              byte[] value = field.value();
              if (value != null) {
                wiring.checkValue("field " + name, value);
              }
            });
    AtomicInteger attempts = new AtomicInteger();
    Merged merged =
        merge.call(
            merge.on(full).bytes(patch.bytes()),
            () -> {
              attempts.incrementAndGet();
              return driver.merge(full, patch);
            });
    return attempts.get() > 1 ? merged.afterRepeating() : merged;
  }

  @Override
  public Optional<StoredRecord> read(String key) {
    String full = namespace.key(key);
    return read.call(full, () -> driver.read(full));
  }

  @Override
  public RecordPage list(RecordQuery query) {
    String full = namespace.keyPrefix(query.prefix());
    RecordQuery own = query.startingWith(full).after(query.after().map(namespace::key));
    RecordPage page = list.call(full, () -> driver.list(own));
    return new RecordPage(
        page.records().stream()
            .map(item -> new RecordPage.Item(namespace.stripKey(item.key()), item.record()))
            .toList(),
        page.next().map(namespace::stripKey));
  }

  @Override
  public long count(String prefix, Optional<String> group) {
    String full = namespace.keyPrefix(prefix);
    return count.call(full, () -> driver.count(full, group));
  }

  @Override
  public Map<String, RangeDigest> digests(String prefix) {
    String full = namespace.keyPrefix(prefix);
    Map<String, RangeDigest> digests = new TreeMap<>();
    digest
        .call(full, () -> driver.digests(full))
        .forEach((range, found) -> digests.put(namespace.stripKey(range), found));
    return digests;
  }
}
