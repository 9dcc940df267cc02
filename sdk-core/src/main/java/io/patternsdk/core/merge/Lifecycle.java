package io.patternsdk.core.merge;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields that say whether a record is there. Times are milliseconds since 1970, in decimal
 * digits; all but {@link #GROUP} and {@link #ENDED} are numbers from 0 to 2^52 or {@code -1}.
 */
public final class Lifecycle {
  /** When the record was created; until it has this it is invisible. */
  public static final String CREATED = "~created";

  /** When it was last used. */
  public static final String ACCESSED = "~accessed";

  /** How many milliseconds after its last use it expires; -1 or absent for never. */
  public static final String IDLE = "~idle";

  /** When it expires however it is used; -1 or absent for never. */
  public static final String ENDS = "~ends";

  /** Why it has ended. Who has this is gone for good, whatever else is written and when. */
  public static final String ENDED = "~ended";

  /** What it is listed under beside its key; may be removed. */
  public static final String GROUP = "~group";

  static final Set<String> NUMBERS = Set.of(CREATED, ACCESSED, IDLE, ENDS);
  static final Set<String> ALL = Set.of(CREATED, ACCESSED, IDLE, ENDS, ENDED, GROUP);
  static final long MOST = 1L << 52;
  private static final long NEVER = -1;

  private Lifecycle() {}

  /** Returns when a record of these fields expires; empty for never. */
  public static OptionalLong expiry(Map<String, Field> fields) {
    long idle = number(fields, IDLE);
    long ends = number(fields, ENDS);
    long accessed = number(fields, ACCESSED);
    long idles = idle < 0 || accessed < 0 ? Long.MAX_VALUE : accessed + idle;
    long earliest = Math.min(idles, ends < 0 ? Long.MAX_VALUE : ends);
    return earliest == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(earliest);
  }

  /** Returns what a record of these fields is at a time. */
  public static State state(Map<String, Field> fields, long now) {
    if (fields.containsKey(ENDED)) {
      return State.ENDED;
    }
    if (!fields.containsKey(CREATED)) {
      return State.PENDING;
    }
    OptionalLong expiry = expiry(fields);
    return expiry.isPresent() && expiry.getAsLong() <= now ? State.EXPIRED : State.ALIVE;
  }

  /**
   * Returns until when a record of these fields has to be kept, so that nothing which is on its way
   * for as long as the horizon brings it back; empty for ever.
   */
  public static OptionalLong keptUntil(Map<String, Field> fields, long now, long horizon) {
    return switch (state(fields, now)) {
      case ENDED, PENDING -> OptionalLong.of(now + horizon);
      case ALIVE, EXPIRED -> {
        OptionalLong expiry = expiry(fields);
        yield expiry.isPresent()
            ? OptionalLong.of(Math.max(now, expiry.getAsLong()) + horizon)
            : expiry;
      }
    };
  }

  /** Returns the number in a field; -1 if there is none. */
  static long number(Map<String, Field> fields, String name) {
    Field field = fields.get(name);
    return field == null ? NEVER : number(field.value());
  }

  private static long number(byte @Nullable [] value) {
    return value == null ? NEVER : Long.parseLong(new String(value, US_ASCII));
  }

  static byte[] bytes(long number) {
    return Long.toString(number).getBytes(US_ASCII);
  }
}
