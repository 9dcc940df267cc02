package io.patternsdk.session.regions;

import io.patternsdk.core.Effect;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.merge.KeyValueMerge;
import io.patternsdk.core.merge.Merged;
import io.patternsdk.core.merge.Patch;
import io.patternsdk.core.merge.RangeDigest;
import io.patternsdk.core.merge.RecordPage;
import io.patternsdk.core.merge.RecordQuery;
import io.patternsdk.core.merge.StoredRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The own region, each write to which waits for the others from then on. Of one whose effect is
 * unknown the record as it is will be sent. Thread-safe.
 */
final class Outgoing implements KeyValueMerge {
  private final KeyValueMerge own;
  private final List<Replication> others;

  Outgoing(KeyValueMerge own, List<Replication> others) {
    this.own = own;
    this.others = others;
  }

  @Override
  public Merged merge(String key, Patch patch) {
    Merged merged;
    try {
      merged = own.merge(key, patch);
    } catch (OperationException e) {
      if (e.effect() == Effect.UNKNOWN) {
        others.forEach(other -> other.changed(key, patch.horizon()));
      }
      throw e;
    }
    if (merged.applied()) {
      others.forEach(other -> other.wrote(key, patch));
    } else if (merged.repeated()) {
      others.forEach(other -> other.changed(key, patch.horizon()));
    }
    return merged;
  }

  @Override
  public Optional<StoredRecord> read(String key) {
    return own.read(key);
  }

  @Override
  public RecordPage list(RecordQuery query) {
    return own.list(query);
  }

  @Override
  public Map<String, RangeDigest> digests(String prefix) {
    return own.digests(prefix);
  }

  @Override
  public long count(String prefix, Optional<String> group) {
    return own.count(prefix, group);
  }
}
