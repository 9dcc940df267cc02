package io.patternsdk.session.internal.regions;

import io.patternsdk.core.Effect;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.merge.KeyValueMerge;
import io.patternsdk.core.merge.Merged;
import io.patternsdk.core.merge.Patch;
import io.patternsdk.core.merge.RangeDigest;
import io.patternsdk.core.merge.RecordPage;
import io.patternsdk.core.merge.RecordQuery;
import io.patternsdk.core.merge.StoredRecord;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The own region, each write to which waits for the others from then on: in the journal where there
 * is one, else in memory. Of one whose effect is unknown the record as it is will be sent.
 * Thread-safe.
 */
final class Outgoing implements KeyValueMerge {
  private static final Logger LOG = System.getLogger(Outgoing.class.getName());

  private final KeyValueMerge own;
  private final List<Replication> others;
  private final @Nullable Journal journal;

  Outgoing(KeyValueMerge own, List<Replication> others, @Nullable Journal journal) {
    this.own = own;
    this.others = others;
    this.journal = journal;
  }

  @Override
  public Merged merge(String key, Patch patch) {
    Merged merged;
    try {
      merged = own.merge(key, patch);
    } catch (OperationException e) {
      if (e.effect() == Effect.UNKNOWN) {
        changed(key, patch.horizon());
      }
      throw e;
    }
    if (merged.applied()) {
      if (!named(key)) {
        others.forEach(other -> other.wrote(key, patch));
      }
    } else if (merged.repeated()) {
      changed(key, patch.horizon());
    }
    return merged;
  }

  private void changed(String key, Duration horizon) {
    if (!named(key)) {
      others.forEach(other -> other.changed(key, horizon));
    }
  }

  /** Names a record in the journal; false if there is none, or it cannot take it now. */
  private boolean named(String key) {
    if (journal == null) {
      return false;
    }
    try {
      journal.wrote(key);
      return true;
    } catch (OperationException e) {
      LOG.log(Level.DEBUG, "a record waits in memory, as the journal cannot take it", e);
      return false;
    }
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
