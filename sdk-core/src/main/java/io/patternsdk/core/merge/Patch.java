package io.patternsdk.core.merge;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes to fields of one record, which are applied in one step. Immutable.
 *
 * @param fields what is written, by name
 * @param condition when it is applied
 * @param horizon how long the record is kept when it is over: nothing that is older is merged
 */
public record Patch(Map<String, Field> fields, Condition condition, Duration horizon) {
  /** The most UTF-8 bytes of the name of a field, and of the text of a group. */
  public static final int MAX_NAME_BYTES = 256;

  /** The usual horizon. */
  public static final Duration HORIZON = Duration.ofDays(7);

  /** Copies the fields and checks them. */
  public Patch {
    fields = Collections.unmodifiableMap(new TreeMap<>(fields));
    fields.forEach(Patch::check);
    if (fields.isEmpty() || horizon.isNegative() || horizon.toDays() > 36_500) {
      throw invalid("a patch of " + fields.size() + " fields with a horizon of " + horizon);
    }
  }

  /** Begins a patch whose fields have one stamp, to be applied whatever is there. */
  public static Builder at(Stamp stamp) {
    return new Builder(stamp);
  }

  private static void check(String name, Field field) {
    byte[] value = field.value();
    if (Lifecycle.ALL.contains(name)) {
      if (value == null && !name.equals(Lifecycle.GROUP)) {
        throw invalid("field " + name + " cannot be removed");
      }
      if (value != null && Lifecycle.NUMBERS.contains(name) && !number(value)) {
        throw invalid("field " + name + " is a number from 0 to 2^52 or -1");
      }
      if (value != null && !Lifecycle.NUMBERS.contains(name)) {
        checkText("what " + name + " holds", new String(value, UTF_8));
      }
    } else if (name.startsWith("~")) {
      throw invalid("field " + name + " is none of those that begin with ~");
    } else {
      checkText("the name of a field", name);
    }
  }

  private static void checkText(String what, String text) {
    boolean odd = text.chars().anyMatch(c -> Character.isISOControl(c));
    boolean paired = text.equals(new String(text.getBytes(UTF_8), UTF_8));
    if (text.isEmpty() || odd || !paired || text.getBytes(UTF_8).length > MAX_NAME_BYTES) {
      throw invalid(
          what + " has to be 1 to " + MAX_NAME_BYTES + " bytes without control characters");
    }
  }

  private static boolean number(byte[] value) {
    String text = new String(value, UTF_8);
    return text.matches("-1|0|[1-9]\\d{0,15}") && Long.parseLong(text) <= Lifecycle.MOST;
  }

  private static BackendException invalid(String problem) {
    return new BackendException(ErrorKind.INVALID_ARGUMENT, problem);
  }

  /** Returns the same to be applied on another condition. */
  public Patch when(Condition other) {
    return new Patch(fields, other, horizon);
  }

  /** Returns how many bytes its values have. */
  public long bytes() {
    return fields.values().stream().mapToLong(Field::bytes).sum();
  }

  /** Tells whether its condition holds for what is stored at a time of the backend. */
  public boolean applies(@Nullable StoredRecord stored, long now) {
    return condition.holds(stored, now)
        && (condition.kind() != Condition.Kind.ALIVE_WITHIN
            || stored == null
            || bytes() + bytesBeside(stored) <= condition.operand());
  }

  private long bytesBeside(StoredRecord stored) {
    return stored.fields().entrySet().stream()
        .filter(entry -> !fields.containsKey(entry.getKey()))
        .mapToLong(entry -> entry.getValue().bytes())
        .sum();
  }

  /** Puts a patch together. For one thread. */
  public static final class Builder {
    private final Stamp stamp;
    private final Map<String, Field> fields = new TreeMap<>();
    private Condition condition = Condition.ALWAYS;
    private Duration horizon = HORIZON;

    private Builder(Stamp stamp) {
      this.stamp = stamp;
    }

    /** Writes a field; null removes it. */
    public Builder set(String name, byte @Nullable [] value) {
      fields.put(name, new Field(stamp, value));
      return this;
    }

    /** Writes a number to a field of {@link Lifecycle}. */
    public Builder set(String name, long number) {
      return set(name, Lifecycle.bytes(number));
    }

    /** Writes a text to a field. */
    public Builder set(String name, String text) {
      return set(name, text.getBytes(UTF_8));
    }

    /** Removes a field. */
    public Builder remove(String name) {
      return set(name, (byte[]) null);
    }

    /** Sets when it is applied. */
    public Builder when(Condition condition) {
      this.condition = condition;
      return this;
    }

    /** Sets how long the record is kept when it is over. */
    public Builder horizon(Duration horizon) {
      this.horizon = horizon;
      return this;
    }

    /**
     * Makes the patch.
     *
     * @throws BackendException of INVALID_ARGUMENT if it writes nothing or what cannot be
     */
    public Patch build() {
      return new Patch(fields, condition, horizon);
    }
  }
}
