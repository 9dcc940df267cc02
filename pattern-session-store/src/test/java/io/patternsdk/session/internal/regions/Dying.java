package io.patternsdk.session.internal.regions;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.merge.KeyValueMerge;
import io.patternsdk.core.merge.Merged;
import io.patternsdk.core.merge.Patch;
import io.patternsdk.core.merge.RangeDigest;
import io.patternsdk.core.merge.RecordPage;
import io.patternsdk.core.merge.RecordQuery;
import io.patternsdk.core.merge.StoredRecord;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A region as a process sees it that dies at one of its calls. For one thread. */
record Dying(KeyValueMerge region, Life life) implements KeyValueMerge {

  /** How many calls a process makes, to all regions, before it dies in the next. */
  static final class Life {
    private final long most;
    private final boolean late;
    private long calls;

    /**
     * Makes one.
     *
     * @param late whether the region still does what it is asked for in the last call
     */
    Life(long most, boolean late) {
      this.most = most;
      this.late = late;
    }

    long calls() {
      return calls;
    }

    @Override
    public String toString() {
      return "killed %s call %s".formatted(late ? "after" : "in", most);
    }

    private <T> T call(Supplier<T> call) {
      boolean last = calls == most;
      calls += last ? 0 : 1; // who is dead makes no more
      if (last && !late) {
        throw dead();
      }
      T answer = call.get();
      if (last) {
        throw dead();
      }
      return answer;
    }

    private static BackendException dead() {
      return new BackendException(ErrorKind.UNAVAILABLE, "killed on purpose");
    }
  }

  @Override
  public Merged merge(String key, Patch patch) {
    return life.call(() -> region.merge(key, patch));
  }

  @Override
  public Optional<StoredRecord> read(String key) {
    return life.call(() -> region.read(key));
  }

  @Override
  public RecordPage list(RecordQuery query) {
    return life.call(() -> region.list(query));
  }

  @Override
  public Map<String, RangeDigest> digests(String prefix) {
    return life.call(() -> region.digests(prefix));
  }
}
