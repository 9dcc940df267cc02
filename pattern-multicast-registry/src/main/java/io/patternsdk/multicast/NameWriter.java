package io.patternsdk.multicast;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes names, each as what differs from the one before: receipts of one queue differ in a few
 * numbers.
 *
 * <p>Where only numbers differ: 1 + the index of the first that does, the length of the range up to
 * the last that does, and the differences within. Else: 0, how many bytes of UTF-8 are the same as
 * before, how many follow, and these. Every number is written seven bits a byte, the lowest first,
 * the eighth bit saying that there is more; differences alternate: 0, -1, 1, -2.
 */
final class NameWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);
  private String before = "";
  private NameParts parts = NameParts.of("");

  NameWriter(byte version) {
    out.write(version);
  }

  void add(String name) {
    NameParts next = NameParts.of(name);
    if (next.alike(parts)) {
      numbers(parts.numbers(), next.numbers());
    } else {
      text(before.getBytes(StandardCharsets.UTF_8), name.getBytes(StandardCharsets.UTF_8));
    }
    before = name;
    parts = next;
  }

  byte[] toBytes() {
    return out.toByteArray();
  }

  private void numbers(long[] from, long[] to) {
    int first = Math.max(0, Arrays.mismatch(from, to));
    int end = to.length;
    while (end > first && from[end - 1] == to[end - 1]) {
      end--;
    }
    number(1L + first);
    number(end - first);
    for (int i = first; i < end; i++) {
      long difference = to[i] - from[i]; // neither is negative, so this cannot overflow
      number((difference << 1) ^ (difference >> 63));
    }
  }

  private void text(byte[] from, byte[] to) {
    int mismatch = Arrays.mismatch(from, to);
    int same = mismatch < 0 ? to.length : mismatch;
    number(0);
    number(same);
    number(to.length - same);
    out.write(to, same, to.length - same);
  }

  private void number(long number) {
    long rest = number;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
