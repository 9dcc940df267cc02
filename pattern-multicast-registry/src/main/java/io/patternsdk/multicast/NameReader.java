package io.patternsdk.multicast;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Reads what {@link NameWriter} has written; fails with an unchecked exception on anything else.
 */
final class NameReader {
  private final ByteBuffer in;
  private String before = "";

  NameReader(ByteBuffer in) {
    this.in = in;
  }

  /** Reads all names that are left. */
  List<String> all() {
    List<String> names = new ArrayList<>();
    while (in.hasRemaining()) {
      int kind = Math.toIntExact(number());
      before = kind == 0 ? text() : numbers(kind - 1);
      names.add(before);
    }
    return names;
  }

  private String text() {
    byte[] known = before.getBytes(StandardCharsets.UTF_8);
    int same = size(known.length);
    byte[] bytes = Arrays.copyOf(known, same + size(in.remaining()));
    in.get(bytes, same, bytes.length - same);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private String numbers(int first) {
    NameParts parts = NameParts.of(before);
    Objects.checkIndex(first, parts.numbers().length + 1);
    int end = first + size(parts.numbers().length - first);
    for (int i = first; i < end; i++) {
      long coded = number();
      parts.numbers()[i] += (coded >>> 1) ^ -(coded & 1);
    }
    return parts.join();
  }

  private int size(int most) {
    return Math.toIntExact(Objects.checkIndex(number(), most + 1L));
  }

  private long number() {
    long number = 0;
    int shift = 0;
    byte next;
    do {
      next = in.get();
      number |= (next & 0x7FL) << shift;
      shift += 7;
    } while (next < 0);
    return number;
  }
}
