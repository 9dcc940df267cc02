package io.patternsdk.core.json;

import org.jspecify.annotations.Nullable;

/**
 * Reads the names of members. Documents of one kind have the same names over and over, so those
 * that were read last are kept, a bounded number of short ones, and need no new string. Threads
 * share them without a lock: whichever string of a name they find is as good as another.
 */
final class Names {
  private static final int LONGEST = 32;
  private static final int PLACES = 512; // a power of two
  private static final @Nullable String[] KNOWN = new String[PLACES];

  private Names() {}

  /** Reads the name whose opening quote is at the position, and moves behind its closing one. */
  static String read(Input in) {
    byte[] bytes = in.bytes;
    int start = in.position + 1;
    int end = Math.min(in.end, start + LONGEST + 1);
    int hash = 0;
    for (int at = start; at < end; at++) {
      int b = bytes[at];
      if (b == '"') {
        in.position = at + 1;
        return at == start ? "" : known(in, start, at, hash);
      }
      if (b < ' ' || b == '\\') {
        break;
      }
      hash = 31 * hash + b;
    }
    return StringLiteral.read(in);
  }

  private static String known(Input in, int from, int to, int hash) {
    int place = (hash ^ (hash >>> 16)) & (PLACES - 1);
    String known = KNOWN[place];
    if (known == null || !is(known, in.bytes, from, to)) {
      known = in.latin1(from, to);
      KNOWN[place] = known;
    }
    return known;
  }

  private static boolean is(String known, byte[] bytes, int from, int to) {
    if (known.length() != to - from) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (known.charAt(i - from) != bytes[i]) {
        return false;
      }
    }
    return true;
  }
}
