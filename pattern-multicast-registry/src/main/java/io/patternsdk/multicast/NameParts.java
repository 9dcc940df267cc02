package io.patternsdk.multicast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A name as what stands between its numbers, and its numbers: {@code a7-12} is {@code a}, 7, {@code
 * -}, 12 and an empty text. Only digits that are written alike when read as a number count as one.
 *
 * @param texts one more than there are numbers
 * @param numbers the numbers, none negative
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record NameParts(List<String> texts, long[] numbers) {
  private static final int LONGEST = Long.toString(Long.MAX_VALUE).length();

  static NameParts of(String name) {
    List<String> texts = new ArrayList<>();
    long[] numbers = new long[4];
    int count = 0;
    int from = 0;
    for (int at = 0; at < name.length(); ) {
      int end = digits(name, at);
      if (isNumber(name, at, end)) {
        texts.add(name.substring(from, at));
        numbers = count == numbers.length ? Arrays.copyOf(numbers, 2 * count) : numbers;
        numbers[count++] = Long.parseLong(name, at, end, 10);
        from = end;
      }
      at = Math.max(end, at + 1);
    }
    texts.add(name.substring(from));
    return new NameParts(texts, Arrays.copyOf(numbers, count));
  }

  private static int digits(String name, int from) {
    int end = from;
    while (end < name.length() && name.charAt(end) >= '0' && name.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  private static boolean isNumber(String name, int from, int end) {
    int length = end - from;
    return length > 0
        && length < LONGEST + (name.charAt(from) < '9' ? 1 : 0)
        && (length == 1 || name.charAt(from) != '0');
  }

  /** Tells whether two names differ in their numbers at most. */
  boolean alike(NameParts other) {
    return texts.equals(other.texts);
  }

  String join() {
    StringBuilder name = new StringBuilder(texts.getFirst());
    for (int i = 0; i < numbers.length; i++) {
      name.append(numbers[i]).append(texts.get(i + 1));
    }
    return name.toString();
  }
}
