package io.patternsdk.driver.clickhouse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;

/** Writes values in the format {@code RowBinary}: little-endian, one after the other. */
final class RowWriter {
  private static final int FIRST = 256;
  private byte[] bytes = new byte[FIRST];
  private int length;

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
    }
  }

  /** Writes the least bytes of a number. */
  RowWriter integer(long value, int size) {
    reserve(size);
    for (int i = 0; i < size; i++) {
      bytes[length++] = (byte) (value >> (Byte.SIZE * i));
    }
    return this;
  }

  RowWriter int64(long value) {
    return integer(value, Long.BYTES);
  }

  RowWriter float64(double value) {
    return int64(Double.doubleToRawLongBits(value));
  }

  RowWriter float32(float value) {
    return integer(Float.floatToRawIntBits(value), Float.BYTES);
  }

  RowWriter bool(boolean value) {
    return integer(value ? 1 : 0, 1);
  }

  /** Writes a number of so many bytes, in two's complement, which has room in them. */
  RowWriter wide(BigInteger value, int size) {
    byte[] big = value.toByteArray();
    reserve(size);
    byte filling = (byte) (value.signum() < 0 ? -1 : 0);
    for (int i = 0; i < size; i++) {
      bytes[length++] = i < big.length ? big[big.length - 1 - i] : filling;
    }
    return this;
  }

  /** Writes bytes as they are. */
  RowWriter fixed(byte[] value) {
    reserve(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
    return this;
  }

  /** Writes bytes with their number before them. */
  RowWriter string(byte[] value) {
    size(value.length);
    return fixed(value);
  }

  RowWriter string(String value) {
    return string(value.getBytes(UTF_8));
  }

  RowWriter map(Map<String, String> map) {
    size(map.size());
    map.forEach((name, value) -> string(name).string(value));
    return this;
  }

  private void size(int size) {
    reserve(5);
    int rest = size;
    while (rest >= 0x80) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }
}
