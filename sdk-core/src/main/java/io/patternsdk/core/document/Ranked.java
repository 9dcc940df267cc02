package io.patternsdk.core.document;

import io.patternsdk.core.json.JsonValue;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What decides about the place of a document in an order. */
final class Ranked {
  /** Its value of the field, if the order has one and the document has it. */
  final @Nullable JsonValue value;

  /** The document; none for a place where a page ended. */
  final @Nullable Document document;

  /** Its key in UTF-8, whose bytes are in the order of code points. */
  private final byte[] key;

  /** Eight bytes of the key that decide between most of those it is sorted with; 0 if unknown. */
  private long telling;

  Ranked(@Nullable JsonValue value, byte[] key, @Nullable Document document) {
    this.value = value;
    this.key = key;
    this.document = document;
  }

  int compareKey(Ranked other) {
    int byTelling = Long.compareUnsigned(telling, other.telling);
    return byTelling != 0 ? byTelling : Arrays.compareUnsigned(key, other.key);
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
