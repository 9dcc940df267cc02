package io.patternsdk.core.merge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A record as a backend has it.
 *
 * @param fields all fields by name, those that were removed too; unmodifiable
 * @param revision how many patches were applied; it belongs to this backend and is not merged
 * @param now the time of the backend when it was read, in milliseconds since 1970
 */
public record StoredRecord(Map<String, Field> fields, long revision, long now) {
  /** Returns what it is for readers. */
  public State state() {
    return Lifecycle.state(fields, now);
  }

  /** Returns how many bytes the values of its fields have. */
  public long bytes() {
    return fields.values().stream().mapToLong(Field::bytes).sum();
  }

  /** Returns when it expires, in milliseconds since 1970; empty for never. */
  public OptionalLong expiry() {
    return Lifecycle.expiry(fields);
  }

  /** Returns the number in a field of {@link Lifecycle}; -1 if there is none. */
  public long number(String name) {
    return Lifecycle.number(fields, name);
  }

  /** Returns the value of a field; empty if it is absent or was removed. */
  public Optional<byte[]> value(String name) {
    Field field = fields.get(name);
    return field == null ? Optional.empty() : Optional.ofNullable(field.value());
  }

  /** Returns the value of a field as text. */
  public Optional<String> text(String name) {
    return value(name).map(bytes -> new String(bytes, UTF_8));
  }

  /**
   * Returns what a patch makes of a record, without asking its condition: each field of the patch
   * holds if its stamp is greater than the stored one.
   */
  public static StoredRecord merged(@Nullable StoredRecord before, Patch patch, long now) {
    Map<String, Field> fields = new TreeMap<>(before == null ? Map.of() : before.fields());
    patch
        .fields()
        .forEach(
            (name, field) ->
                fields.merge(name, field, (a, b) -> a.stamp().compareTo(b.stamp()) >= 0 ? a : b));
    return new StoredRecord(Map.copyOf(fields), before == null ? 1 : before.revision() + 1, now);
  }
}
