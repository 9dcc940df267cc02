package io.patternsdk.core.merge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;

/**
 * What the records of a range that are alive are like: equal where they have the same stamps. Two
 * that differ have the same digest once in 2^64.
 *
 * @param records how many there are
 * @param digest the sum of what each field of each has
 */
public record RangeDigest(long records, long digest) {
  /** That of no records. */
  public static final RangeDigest NONE = new RangeDigest(0, 0);

  private static final long BASIS = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;
  private static final long MIX = 0xff51afd7ed558ccdL;
  private static final int SHIFT = 33;

  /** Returns the digest with one more record. */
  public RangeDigest plus(StoredRecord record) {
    long sum = digest;
    for (Map.Entry<String, Field> field : record.fields().entrySet()) {
      sum += of(field.getKey() + '\0' + field.getValue().stamp().text());
    }
    return new RangeDigest(records + 1, sum);
  }

  /** Adds a record to the digest of its range: the prefix with one more letter of its key. */
  public static void add(
      Map<String, RangeDigest> digests, String prefix, String key, StoredRecord record) {
    boolean longer = key.length() > prefix.length();
    String range = longer ? key.substring(0, key.offsetByCodePoints(prefix.length(), 1)) : key;
    digests.put(range, digests.getOrDefault(range, NONE).plus(record));
  }

  /** FNV-1a with the last steps of MurmurHash, so that sums of similar texts differ. */
  private static long of(String text) {
    long hash = BASIS;
    for (byte one : text.getBytes(UTF_8)) {
      hash = (hash ^ (one & 0xff)) * PRIME;
    }
    hash = (hash ^ (hash >>> SHIFT)) * MIX;
    return hash ^ (hash >>> SHIFT);
  }
}
