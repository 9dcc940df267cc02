package io.patternsdk.core.document;

import io.patternsdk.core.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What decides about the place of a document in an order. */
final class Ranked {
  private static final long UNREADABLE_BYTES = 200;

  /** Its value of the field, if the order has one and the document has it. */
  final @Nullable JsonValue value;

  /** The document; none for a place where a page ended, or if it cannot be read. */
  final @Nullable Document document;

  /** About how many bytes of memory it takes. */
  final long weight;

  /** Its key in UTF-8, whose bytes are in the order of code points. */
  private final byte[] key;

  /** Eight bytes of the key that decide between most of those it is sorted with. */
  private long telling;

  private Ranked(@Nullable JsonValue value, String key, @Nullable Document document, long weight) {
    this.value = value;
    this.key = key.getBytes(StandardCharsets.UTF_8);
    this.document = document;
    this.weight = weight;
  }

  static Ranked place(@Nullable JsonValue value, String key) {
    return new Ranked(value, key, null, UNREADABLE_BYTES + key.length());
  }

  static Ranked of(@Nullable JsonValue value, Document document, long weight) {
    return new Ranked(value, document.key(), document, weight);
  }

  String key() {
    return new String(key, StandardCharsets.UTF_8);
  }

  int compareKey(Ranked other) {
    return Arrays.compareUnsigned(key, other.key);
  }

  /** Compares keys of which all have been prepared together. */
  int comparePrepared(Ranked other) {
    int byTelling = Long.compareUnsigned(telling, other.telling);
    return byTelling != 0 ? byTelling : compareKey(other);
  }

  /** Looks for the bytes in which the keys of all begin to differ, so that sorting them is fast. */
  static void prepare(List<Ranked> all) {
    int shared = all.isEmpty() ? 0 : all.getFirst().key.length;
    for (Ranked one : all) {
      int differs = Arrays.mismatch(all.getFirst().key, one.key);
      shared = differs < 0 ? shared : Math.min(shared, differs);
    }
    for (Ranked one : all) {
      one.telling = bytes(one.key, shared);
    }
  }

  /** The eight bytes from a place on, zeros behind the end: a shorter key comes first. */
  private static long bytes(byte[] key, int from) {
    long bytes = 0;
    for (int i = from; i < from + Long.BYTES; i++) {
      bytes = (bytes << 8) | (i < key.length ? key[i] & 0xFF : 0);
    }
    return bytes;
  }
}
