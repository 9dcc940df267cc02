package io.patternsdk.multicast;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Delta encoding of receipts, each as what differs from the one before: those of one queue differ
 * in a few numbers.
 *
 * <p>Where only numbers differ: 1 + the index of the first that does, the length of the range up to
 * the last that does, and the differences within, zigzag encoded. Else: 0, how many bytes of UTF-8
 * are the same as before, how many follow, and these. Every number is a varint: seven bits a byte,
 * the lowest first, the eighth bit saying that there is more.
 */
final class ReceiptCodec {
  private ReceiptCodec() {}

  /** Writes receipts. */
  static void write(List<String> receipts, ByteArrayOutputStream out) {
    Encoder encoder = new Encoder(out);
    receipts.forEach(encoder::add);
  }

  /** Reads all that are left; fails with an unchecked exception on what was not written here. */
  static List<String> read(ByteBuffer in) {
    Decoder decoder = new Decoder(in);
    List<String> receipts = new ArrayList<>();
    while (in.hasRemaining()) {
      receipts.add(decoder.next());
    }
    return receipts;
  }

  private static final class Encoder {
    private final ByteArrayOutputStream out;
    private String before = "";
    private Parts parts = Parts.of("");

    Encoder(ByteArrayOutputStream out) {
      this.out = out;
    }

    void add(String receipt) {
      Parts next = Parts.of(receipt);
      if (next.texts().equals(parts.texts())) {
        numbers(parts.numbers(), next.numbers());
      } else {
        text(before.getBytes(StandardCharsets.UTF_8), receipt.getBytes(StandardCharsets.UTF_8));
      }
      before = receipt;
      parts = next;
    }

    private void numbers(long[] from, long[] to) {
      int first = Math.max(0, Arrays.mismatch(from, to));
      int end = to.length;
      while (end > first && from[end - 1] == to[end - 1]) {
        end--;
      }
      varint(1L + first);
      varint(end - first);
      for (int i = first; i < end; i++) {
        long difference = to[i] - from[i]; // neither is negative, so this cannot overflow
        varint((difference << 1) ^ (difference >> 63));
      }
    }

    private void text(byte[] from, byte[] to) {
      int mismatch = Arrays.mismatch(from, to);
      int same = mismatch < 0 ? to.length : mismatch;
      varint(0);
      varint(same);
      varint(to.length - same);
      out.write(to, same, to.length - same);
    }

    private void varint(long number) {
      long rest = number;
      while ((rest & ~0x7FL) != 0) {
        out.write((int) ((rest & 0x7F) | 0x80));
        rest >>>= 7;
      }
      out.write((int) rest);
    }
  }

  private static final class Decoder {
    private final ByteBuffer in;
    private String before = "";

    Decoder(ByteBuffer in) {
      this.in = in;
    }

    String next() {
      int kind = Math.toIntExact(varint());
      before = kind == 0 ? text() : numbers(kind - 1);
      return before;
    }

    private String text() {
      byte[] known = before.getBytes(StandardCharsets.UTF_8);
      int same = size(known.length);
      byte[] bytes = Arrays.copyOf(known, same + size(in.remaining()));
      in.get(bytes, same, bytes.length - same);
      return new String(bytes, StandardCharsets.UTF_8);
    }

    private String numbers(int first) {
      Parts parts = Parts.of(before);
      Objects.checkIndex(first, parts.numbers().length + 1);
      int end = first + size(parts.numbers().length - first);
      for (int i = first; i < end; i++) {
        long coded = varint();
        parts.numbers()[i] += (coded >>> 1) ^ -(coded & 1);
      }
      return parts.join();
    }

    private int size(int most) {
      return Math.toIntExact(Objects.checkIndex(varint(), most + 1L));
    }

    private long varint() {
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

  /**
   * A receipt as what stands between its numbers, and its numbers: {@code a7-12} is {@code a}, 7,
   * {@code -}, 12 and an empty text. Only digits that are written alike when read as a number count
   * as one.
   *
   * @param texts one more than there are numbers
   * @param numbers the numbers, none negative
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Parts(List<String> texts, long[] numbers) {
    private static final int LONGEST = Long.toString(Long.MAX_VALUE).length();

    static Parts of(String receipt) {
      List<String> texts = new ArrayList<>();
      long[] numbers = new long[4];
      int count = 0;
      int from = 0;
      for (int at = 0; at < receipt.length(); ) {
        int end = digits(receipt, at);
        if (isNumber(receipt, at, end)) {
          texts.add(receipt.substring(from, at));
          numbers = count == numbers.length ? Arrays.copyOf(numbers, 2 * count) : numbers;
          numbers[count++] = Long.parseLong(receipt, at, end, 10);
          from = end;
        }
        at = Math.max(end, at + 1);
      }
      texts.add(receipt.substring(from));
      return new Parts(texts, Arrays.copyOf(numbers, count));
    }

    private static int digits(String receipt, int from) {
      int end = from;
      while (end < receipt.length() && receipt.charAt(end) >= '0' && receipt.charAt(end) <= '9') {
        end++;
      }
      return end;
    }

    private static boolean isNumber(String receipt, int from, int end) {
      int length = end - from;
      return length > 0
          && length < LONGEST + (receipt.charAt(from) < '9' ? 1 : 0)
          && (length == 1 || receipt.charAt(from) != '0');
    }

    String join() {
      StringBuilder receipt = new StringBuilder(texts.getFirst());
      for (int i = 0; i < numbers.length; i++) {
        receipt.append(numbers[i]).append(texts.get(i + 1));
      }
      return receipt.toString();
    }
  }
}
