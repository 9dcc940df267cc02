package io.patternsdk.testkit.contract.internal;

import io.patternsdk.core.capability.Traits;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Values and message bodies. */
public final class Values {
  /** Each of the 256 bytes, twice, in both directions. */
  public static final byte[] EVERY_BYTE = everyByte();

  /** The most that a case writes at once, however much a backend takes. */
  private static final long ENOUGH = 16 << 20;

  private Values() {}

  public static byte[] of(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  public static String text(byte[] value) {
    return new String(value, StandardCharsets.UTF_8);
  }

  /** The biggest value that the backend takes, or of {@link #ENOUGH} if it takes more. */
  public static byte[] biggest(Traits traits) {
    byte[] value = new byte[(int) Math.min(traits.maxValueBytes(), ENOUGH)];
    new Random(value.length).nextBytes(value);
    return value;
  }

  /**
   * A value with a byte too much; an empty one if the limit is so high that trying it would take
   * the memory of a test.
   */
  public static byte[] tooLarge(Traits traits) {
    return new byte[traits.maxValueBytes() > 4 * ENOUGH ? 0 : (int) traits.maxValueBytes() + 1];
  }

  /** Compares without printing either. */
  public static boolean same(byte[] one, byte[] other) {
    return Arrays.equals(one, other);
  }

  private static byte[] everyByte() {
    byte[] bytes = new byte[512];
    for (int i = 0; i < 256; i++) {
      bytes[i] = (byte) i;
      bytes[511 - i] = (byte) i;
    }
    return bytes;
  }
}
