package io.patternsdk.observability.otlp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** The code of HPACK (RFC 7541, appendix B), which is canonical: the lengths define it. */
final class Huffman {
  /** The length of the code of each byte: a for 5 bits, b for 6, up to z for 30. */
  private static final String LENGTHS =
      "isxxxxxxxtzxxzxxxxxxxxzxxxxxxxxxbffhibdgffdgdbbbaaabbbbbbbcdkbhf"
          + "ibccccccccccccccccccccccdcdioijbkabababbbaccbbbabcbaabccccckgjix"
          + "prpprrrsrssssststtrstssssqrsrsstrqprrssqsrrtqrssqqrqsrssprrrsrrs"
          + "vvporsruvvvwwvtuoqvwwvwtqqvvxwwwptpqrqqsrruuttvsvwvvwwwwwxwwwwwv";

  private static final int SHORTEST = 5;
  private static final int LONGEST = 30;

  /** By length: the first code, how many there are, and where their bytes stand in order. */
  private static final int[] FIRST = new int[LONGEST + 2];

  private static final int[] COUNT = new int[LONGEST + 2];
  private static final int[] PLACE = new int[LONGEST + 2];
  private static final int[] IN_ORDER = new int[LENGTHS.length()];

  static {
    int place = 0;
    int code = 0;
    for (int length = SHORTEST; length <= LONGEST; length++) {
      FIRST[length] = code;
      PLACE[length] = place;
      for (int b = 0; b < LENGTHS.length(); b++) {
        if (LENGTHS.charAt(b) - 'a' + SHORTEST == length) {
          IN_ORDER[place++] = b;
          COUNT[length]++;
        }
      }
      code = (code + COUNT[length]) << 1;
    }
  }

  private Huffman() {}

  static byte[] decode(byte[] coded, int offset, int length) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(length * 2);
    int code = 0;
    int bits = 0;
    for (int i = 0; i < length * 8; i++) {
      code = (code << 1) | ((coded[offset + i / 8] >>> (7 - i % 8)) & 1);
      bits++;
      int index = bits < SHORTEST || bits > LONGEST ? -1 : code - FIRST[bits];
      if (index >= 0 && index < COUNT[bits]) {
        out.write(IN_ORDER[PLACE[bits] + index]);
        code = 0;
        bits = 0;
      } else if (bits > LONGEST) {
        throw new IOException("a header in no known code");
      }
    }
    return out.toByteArray(); // what is left over is padding
  }
}
