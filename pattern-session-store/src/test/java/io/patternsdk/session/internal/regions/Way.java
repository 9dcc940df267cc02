package io.patternsdk.session.internal.regions;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.merge.Condition;
import io.patternsdk.core.merge.Field;
import io.patternsdk.core.merge.KeyValueMerge;
import io.patternsdk.core.merge.Lifecycle;
import io.patternsdk.core.merge.Merged;
import io.patternsdk.core.merge.Patch;
import io.patternsdk.core.merge.RangeDigest;
import io.patternsdk.core.merge.RecordPage;
import io.patternsdk.core.merge.RecordQuery;
import io.patternsdk.core.merge.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * The way of one process to one region: it may be cut, it loses calls and answers, and what passed
 * it may come again at any later time. For one thread at a time.
 */
final class Way implements KeyValueMerge {
  private static final int ONE_IN = 8;

  private final KeyValueMerge region;
  private final Random random;
  private final Flaw flaw;
  private final boolean own;
  private final Oracle oracle;
  private final List<Runnable> again = new ArrayList<>();
  boolean cut;
  boolean quiet;

  /**
   * Makes one.
   *
   * @param own whether it leads to the own region of the process, so that what passes is new
   */
  Way(KeyValueMerge region, Random random, Flaw flaw, boolean own, Oracle oracle) {
    this.region = region;
    this.random = random;
    this.flaw = flaw;
    this.own = own;
    this.oracle = oracle;
  }

  private boolean happens() {
    return !quiet && random.nextInt(ONE_IN) == 0;
  }

  @Override
  public synchronized Merged merge(String key, Patch asked) {
    if (cut || happens()) {
      throw new BackendException(ErrorKind.UNAVAILABLE, Effect.NONE, "cut on purpose", null);
    }
    Patch patch = own ? asked : arriving(asked);
    if (!own && flaw == Flaw.LOST_AFTER_ANSWER && random.nextInt(ONE_IN) == 0) {
      return Merged.refused(region.read(key));
    }
    Merged merged = region.merge(key, patch);
    if (merged.applied()) {
      if (own) {
        oracle.wrote(key, patch);
      } else if (random.nextInt(2) == 0) {
        Patch late = patch.when(Condition.ALWAYS);
        again.add(() -> region.merge(key, late));
      }
    }
    if (happens()) {
      Effect effect = own && flaw == Flaw.FORGOTTEN_UNKNOWN ? Effect.NONE : Effect.UNKNOWN;
      throw new BackendException(ErrorKind.TIMED_OUT, effect, "no answer on purpose", null);
    }
    return merged;
  }

  private Patch arriving(Patch patch) {
    if (flaw != Flaw.LOST_TOMBSTONE || patch.fields().size() < 2) {
      return patch;
    }
    Map<String, Field> kept = new TreeMap<>(patch.fields());
    kept.remove(Lifecycle.ENDED);
    return new Patch(kept, patch.condition(), patch.horizon());
  }

  /** Lets something come again that has arrived. */
  synchronized void repeat() {
    if (!again.isEmpty()) {
      again.remove(random.nextInt(again.size())).run();
    }
  }

  synchronized void repeatAll() {
    while (!again.isEmpty()) {
      repeat();
    }
  }

  @Override
  public synchronized Optional<StoredRecord> read(String key) {
    if (cut) {
      throw new BackendException(ErrorKind.UNAVAILABLE, Effect.NONE, "cut on purpose", null);
    }
    return region.read(key);
  }

  @Override
  public synchronized Map<String, RangeDigest> digests(String prefix) {
    if (cut) {
      throw new BackendException(ErrorKind.UNAVAILABLE, Effect.NONE, "cut on purpose", null);
    }
    Map<String, RangeDigest> digests = new TreeMap<>(region.digests(prefix));
    if (flaw == Flaw.BLIND_DIGEST) {
      digests.replaceAll((range, digest) -> new RangeDigest(digest.records(), 0));
    }
    if (flaw == Flaw.SKIPPED_RANGE) {
      digests.keySet().removeIf(range -> range.hashCode() % 2 == 0);
    }
    return digests;
  }

  @Override
  public synchronized RecordPage list(RecordQuery query) {
    if (cut) {
      throw new BackendException(ErrorKind.UNAVAILABLE, Effect.NONE, "cut on purpose", null);
    }
    return region.list(query);
  }
}
