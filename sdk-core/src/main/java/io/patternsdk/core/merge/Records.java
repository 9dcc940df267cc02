package io.patternsdk.core.merge;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.keyvalue.KeyValueCas;
import io.patternsdk.core.keyvalue.KeyValueScan;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Records on any backend, with stamps of this process: over {@code keyvalue_merge}, or over {@code
 * keyvalue_cas} and {@code keyvalue_scan} by compare-and-set of the whole record.
 *
 * <p>A write that began after another had ended holds over it, whatever the clocks say: what lost
 * against a greater stamp is written once more above it. Thread-safe.
 */
public final class Records {
  private final KeyValueMerge backend;
  private final HybridClock stamps;

  private Records(KeyValueMerge backend, HybridClock stamps) {
    this.backend = backend;
    this.stamps = stamps;
  }

  /** Returns the records of a backend that merges. */
  public static Records of(KeyValueMerge backend, Clock clock) {
    return of(backend, HybridClock.random(clock));
  }

  /** Returns the records of a backend that merges, with stamps of a clock that others share. */
  public static Records of(KeyValueMerge backend, HybridClock stamps) {
    return new Records(backend, stamps);
  }

  /** Returns records that are kept as values, each of them compared and set as a whole. */
  public static Records over(KeyValueCas values, KeyValueScan scan, Clock clock) {
    return of(compared(values, scan, clock), clock);
  }

  /** Returns {@code keyvalue_merge} made of values that are compared and set as a whole. */
  public static KeyValueMerge compared(KeyValueCas values, KeyValueScan scan, Clock clock) {
    return new ComparedRecords(values, scan, clock);
  }

  /**
   * Writes fields if the condition of the patch holds.
   *
   * <p>The effect of an earlier attempt that a layer repeated may be unknown. Then the stamp is
   * kept: what it finds with its own stamp is its own. If another write is above it by then, nobody
   * knows which of them came last.
   *
   * @param edit fills the patch in; called again for a second attempt
   * @return what became of it; what is lost was overwritten, or ended, while this call was made
   * @throws BackendException of CONFLICT with an unknown effect in that one case
   */
  public Merged write(String key, Consumer<Patch.Builder> edit) {
    Patch patch = patch(edit);
    Merged merged = backend.merge(key, patch);
    if (!merged.applied()) {
      return merged.repeated() ? certain(key, patch, merged) : merged;
    }
    if (merged.lost().isEmpty()) {
      return merged;
    }
    if (merged.repeated()) {
      throw new BackendException(
          ErrorKind.CONFLICT,
          Effect.UNKNOWN,
          "fields " + merged.lost().keySet() + " were written by others while an answer was lost",
          null);
    }
    merged.lost().values().forEach(stamps::observe);
    return overwrite(key, above(patch(edit), merged), merged);
  }

  /** The first attempt has changed the record, so it is no more what the condition compared. */
  private static Patch above(Patch patch, Merged first) {
    Condition condition = patch.condition();
    if (condition.kind() == Condition.Kind.UNCHANGED) {
      long revision = first.record().map(StoredRecord::revision).orElse(condition.operand());
      condition = Condition.unchanged(revision);
    } else if (condition.kind() == Condition.Kind.ALIVE_WITHIN) {
      condition = Condition.ALIVE; // it had its place when the first attempt was applied
    }
    return new Patch(patch.fields(), condition, patch.horizon());
  }

  /**
   * What is above the second attempt was written while this call was under way, so this one came
   * before it.
   */
  private Merged overwrite(String key, Patch patch, Merged first) {
    Merged second = afterFirst(() -> backend.merge(key, patch));
    return second.applied()
        ? second
        : new Merged(true, second.record(), first.lost(), second.repeated());
  }

  private Patch patch(Consumer<Patch.Builder> edit) {
    Patch.Builder builder = Patch.at(stamps.next());
    edit.accept(builder);
    return builder.build();
  }

  /** What was refused may have been applied by an earlier attempt, which left its stamp. */
  private Merged certain(String key, Patch patch, Merged refused) {
    Optional<StoredRecord> record = afterFirst(() -> backend.read(key));
    boolean own = record.map(stored -> holds(stored, patch)).orElse(false);
    return own ? new Merged(true, record, refused.lost(), true) : refused;
  }

  /** A failure of the second step does not undo the first. */
  private static <T> T afterFirst(Supplier<T> second) {
    try {
      return second.get();
    } catch (OperationException e) {
      throw BackendException.afterSteps(e);
    }
  }

  /** Whether each field of a patch is what is stored. */
  private static boolean holds(StoredRecord record, Patch patch) {
    Function<String, Optional<Stamp>> stored =
        name -> Optional.ofNullable(record.fields().get(name)).map(Field::stamp);
    return patch.fields().entrySet().stream()
        .allMatch(e -> stored.apply(e.getKey()).equals(Optional.of(e.getValue().stamp())));
  }

  /** Reads a record in whatever state; empty if there is none. */
  public Optional<StoredRecord> read(String key) {
    return backend.read(key);
  }

  /**
   * Counts the records that are alive, of a group or of all; those that have expired and were not
   * ended may be among them.
   */
  public long count(Optional<String> group) {
    return backend.count("", group);
  }

  /** Lists records. */
  public RecordPage list(RecordQuery query) {
    return backend.list(query);
  }
}
