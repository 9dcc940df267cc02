package io.patternsdk.session.internal.regions;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.merge.Condition;
import io.patternsdk.core.merge.Field;
import io.patternsdk.core.merge.HybridClock;
import io.patternsdk.core.merge.KeyValueMerge;
import io.patternsdk.core.merge.Lifecycle;
import io.patternsdk.core.merge.Merged;
import io.patternsdk.core.merge.Patch;
import io.patternsdk.core.merge.Stamp;
import io.patternsdk.core.merge.State;
import io.patternsdk.core.merge.StoredRecord;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a region that was away for longer than ends are remembered what the other one is: what it
 * holds alone may have ended there and been forgotten, so it is listed in the log and ended.
 * Thread-safe.
 */
record Reseeding(
    KeyValueMerge kept, KeyValueMerge away, boolean ownIsKept, HybridClock stamps, Duration horizon)
    implements Reconciling {
  static final String REASON = "reseeded";
  private static final Logger LOG = System.getLogger(Reseeding.class.getName());

  @Override
  public Outcome reconcile(String key, Optional<StoredRecord> here, Optional<StoredRecord> there) {
    Optional<StoredRecord> right = ownIsKept ? here : there;
    Optional<StoredRecord> stale = ownIsKept ? there : here;
    if (right.isEmpty()) {
      return drop(key);
    }
    Merged ignored = away.merge(key, Merging.whole(right.get(), horizon));
    Map<String, Field> fields = ignored.record().map(StoredRecord::fields).orElse(Map.of());
    if (fields.containsKey(Lifecycle.ENDED)) {
      var unused = kept.merge(key, Merging.whole(ignored.record().orElseThrow(), horizon));
      return Outcome.REPAIRED; // it was ended there, and that is still remembered
    }
    Map<String, Field> above = above(right.get().fields(), fields);
    if (!above.isEmpty()) {
      Patch patch = new Patch(above, Condition.ALWAYS, horizon);
      var unusedAway = away.merge(key, patch);
      var unusedKept = kept.merge(key, patch);
    }
    return stale.isPresent() && above.isEmpty() ? Outcome.EQUAL : Outcome.REPAIRED;
  }

  /** Writes what is right above what differs from it. */
  private Map<String, Field> above(Map<String, Field> right, Map<String, Field> merged) {
    Map<String, Field> above = new HashMap<>();
    merged.values().forEach(field -> stamps.observe(field.stamp()));
    Stamp stamp = stamps.next();
    merged.forEach(
        (name, field) -> {
          Field stored = right.get(name);
          boolean same = stored != null && stored.stamp().equals(field.stamp());
          byte @Nullable [] value = stored == null ? null : stored.value();
          boolean removable =
              value != null || !name.startsWith("~") || name.equals(Lifecycle.GROUP);
          if (!same && removable) {
            above.put(name, new Field(stamp, value));
          }
        });
    return above;
  }

  private Outcome drop(String key) {
    Optional<StoredRecord> known = kept.read(key).filter(record -> record.state() != State.PENDING);
    if (known.isPresent()) { // it ended, or has expired: that holds
      var unused = away.merge(key, Merging.whole(known.get(), horizon));
      return Outcome.REPAIRED;
    }
    LOG.log(
        Level.WARNING,
        "session {0} was held alone by a region that was away for longer than the horizon; it ends",
        key);
    Field end = new Field(stamps.next(), REASON.getBytes(UTF_8));
    var unused =
        away.merge(key, new Patch(Map.of(Lifecycle.ENDED, end), Condition.ALWAYS, horizon));
    return Outcome.DROPPED;
  }
}
