package io.patternsdk.session.internal.regions;

import io.patternsdk.core.merge.KeyValueMerge;
import io.patternsdk.core.merge.Merged;
import io.patternsdk.core.merge.Patch;
import io.patternsdk.core.merge.RangeDigest;
import io.patternsdk.core.merge.RecordPage;
import io.patternsdk.core.merge.RecordQuery;
import io.patternsdk.core.merge.StoredRecord;
import io.patternsdk.core.pattern.FilledSlot;
import io.patternsdk.core.pattern.MemberState;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The records of one region, which may not be open yet: until it is, each call fails with
 * UNAVAILABLE. Thread-safe.
 */
public final class Region implements KeyValueMerge {
  private final String name;
  private final FilledSlot member;
  private final Function<FilledSlot, KeyValueMerge> opening;
  private volatile @Nullable KeyValueMerge records;

  /**
   * Makes one.
   *
   * @param opening makes the records of a member that is open
   */
  public Region(String name, FilledSlot member, Function<FilledSlot, KeyValueMerge> opening) {
    this.name = name;
    this.member = member;
    this.opening = opening;
  }

  /** Returns its name. */
  public String name() {
    return name;
  }

  /** Returns how its backend was when somebody last looked. */
  public MemberState state() {
    return member.state();
  }

  private KeyValueMerge records() {
    KeyValueMerge found = records;
    if (found == null) {
      found = opening.apply(member);
      records = found;
    }
    return found;
  }

  @Override
  public Merged merge(String key, Patch patch) {
    return records().merge(key, patch);
  }

  @Override
  public Optional<StoredRecord> read(String key) {
    return records().read(key);
  }

  @Override
  public RecordPage list(RecordQuery query) {
    return records().list(query);
  }

  @Override
  public Map<String, RangeDigest> digests(String prefix) {
    return records().digests(prefix);
  }

  @Override
  public long count(String prefix, Optional<String> group) {
    return records().count(prefix, group);
  }

  @Override
  public String toString() {
    return name;
  }
}
