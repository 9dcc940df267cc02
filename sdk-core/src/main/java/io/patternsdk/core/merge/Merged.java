package io.patternsdk.core.merge;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What became of a patch.
 *
 * @param applied whether its condition held; false means that nothing was written
 * @param record the record afterwards; where nothing was written, as it was at that moment or
 *     shortly before; empty if there is none
 * @param lost the stored stamps of those fields of the patch that a greater one keeps; empty if
 *     nothing was written
 * @param repeated whether the call was repeated on its way, so that an earlier attempt may have
 *     been applied
 */
public record Merged(
    boolean applied, Optional<StoredRecord> record, Map<String, Stamp> lost, boolean repeated) {

  /** Returns what became of a patch whose condition held, by the record afterwards. */
  public static Merged applied(Patch patch, StoredRecord after) {
    Map<String, Stamp> lost = new TreeMap<>();
    patch
        .fields()
        .forEach(
            (name, field) -> {
              Field stored = after.fields().get(name);
              if (stored != null && !stored.stamp().equals(field.stamp())) {
                lost.put(name, stored.stamp());
              }
            });
    return new Merged(true, Optional.of(after), lost, false);
  }

  /** Returns what became of a patch whose condition did not hold. */
  public static Merged refused(Optional<StoredRecord> record) {
    return new Merged(false, record, Map.of(), false);
  }

  /** Returns the same of a call that was repeated. */
  public Merged afterRepeating() {
    return new Merged(applied, record, lost, true);
  }
}
