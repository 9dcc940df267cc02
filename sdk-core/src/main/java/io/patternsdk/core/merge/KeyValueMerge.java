package io.patternsdk.core.merge;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Records of fields that merge: {@code keyvalue_merge}.
 *
 * <p>Each field is a register that keeps the write with the greatest {@link Stamp}, removals
 * included. So patches may come in any order and any number of times, from anywhere, and the record
 * is the same in the end. {@link Lifecycle} says which fields make a record visible, let it expire
 * and end it; time is that of the backend. Records have keys of their own, which no other
 * capability sees unless it is what they are made of.
 */
public interface KeyValueMerge {

  /**
   * Applies a patch, if its condition holds, in one step and one round trip; answers for each field
   * whether it holds. Repeating is safe: what was applied is not applied again, though a condition
   * that held may hold no more and the answer be another.
   */
  Merged merge(String key, Patch patch);

  /** Returns a record in whatever state; empty if no field of it is there. Repeating is safe. */
  Optional<StoredRecord> read(String key);

  /** Returns records, in one round trip where the backend can. Repeating is safe. */
  RecordPage list(RecordQuery query);

  /**
   * Returns how many records are alive whose keys begin with a prefix, of a group or of all; those
   * that have expired and were not ended may be among them. One round trip where the backend can,
   * else one for each thousand. Repeating is safe.
   */
  default long count(String prefix, Optional<String> group) {
    RecordQuery all = RecordQuery.alive(RecordQuery.MOST).startingWith(prefix);
    RecordQuery query = group.map(all::in).orElse(all);
    RecordPage page = list(query);
    long count = page.records().size();
    while (page.next().isPresent()) {
      page = list(query.after(page.next()));
      count += page.records().size();
    }
    return count;
  }

  /**
   * Returns what the records are like that are alive and whose keys begin with a prefix: by the
   * prefix with one more letter of the keys, and by the prefix for the key that it is. Of two
   * backends those ranges are equal whose digests are. Reads the records unless the backend can do
   * so where they are. Repeating is safe.
   */
  default Map<String, RangeDigest> digests(String prefix) {
    Map<String, RangeDigest> digests = new TreeMap<>();
    RecordQuery query = RecordQuery.alive(RecordQuery.MOST).startingWith(prefix);
    Optional<String> next = Optional.empty();
    do {
      RecordPage page = list(query.after(next));
      page.records().forEach(item -> RangeDigest.add(digests, prefix, item.key(), item.record()));
      next = page.next();
    } while (next.isPresent());
    return digests;
  }
}
