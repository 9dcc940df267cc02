package io.patternsdk.driver.clickhouse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;

/** Reads values in the format {@code RowBinary}, in which {@link RowWriter} writes. */
final class RowReader {
  private static final int BUFFER = 1 << 16;
  private final BufferedInputStream in;

  RowReader(InputStream in) {
    this.in = new BufferedInputStream(in, BUFFER);
  }

  /** Tells whether there is another row. */
  boolean more() throws IOException {
    in.mark(1);
    int next = in.read();
    in.reset();
    return next >= 0;
  }

  /** Reads all that is left, whatever it is; returns how many bytes. */
  long rest() throws IOException {
    return in.transferTo(OutputStream.nullOutputStream());
  }

  private int octet() throws IOException {
    int next = in.read();
    if (next < 0) {
      throw new EOFException("an answer ends in the middle of a row");
    }
    return next;
  }

  /** Reads so many bytes as a number with a sign. */
  long integer(int size) throws IOException {
    long value = 0;
    for (int i = 0; i < size; i++) {
      value |= (long) octet() << (Byte.SIZE * i);
    }
    int above = Long.SIZE - Byte.SIZE * size;
    return value << above >> above;
  }

  long int64() throws IOException {
    return integer(Long.BYTES);
  }

  double float64() throws IOException {
    return Double.longBitsToDouble(int64());
  }

  float float32() throws IOException {
    return Float.intBitsToFloat((int) integer(Float.BYTES));
  }

  boolean bool() throws IOException {
    return octet() != 0;
  }

  /** Reads so many bytes as a number with a sign, in two's complement. */
  BigInteger wide(int size) throws IOException {
    byte[] big = new byte[size];
    for (int i = size - 1; i >= 0; i--) {
      big[i] = (byte) octet();
    }
    return new BigInteger(big);
  }

  byte[] fixed(int size) throws IOException {
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException("an answer ends in the middle of a row");
    }
    return bytes;
  }

  /** Reads bytes that have their number before them. */
  byte[] bytes() throws IOException {
    return fixed(size());
  }

  String string() throws IOException {
    return new String(bytes(), UTF_8);
  }

  Map<String, String> map() throws IOException {
    Map<String, String> map = new TreeMap<>();
    for (int i = size(); i > 0; i--) {
      String name = string();
      map.put(name, string());
    }
    return map;
  }

  private int size() throws IOException {
    long size = 0;
    for (int shift = 0; shift <= Long.SIZE; shift += 7) {
      int next = octet();
      size |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        break;
      }
    }
    return Math.toIntExact(size);
  }
}
