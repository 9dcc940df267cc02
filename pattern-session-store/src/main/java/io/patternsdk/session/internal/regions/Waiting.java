package io.patternsdk.session.internal.regions;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.merge.Field;
import io.patternsdk.core.merge.Patch;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What of a record waits for a region.
 *
 * @param key the record
 * @param fields what was written; empty if only that something was is still known, so that the
 *     whole record has to be sent
 * @param horizon how long the record is kept when it is over
 * @param since when the oldest of it was written, by the monotonic clock
 */
record Waiting(String key, Optional<Map<String, Field>> fields, Duration horizon, long since) {
  private static final int OVERHEAD = 200;

  static Waiting of(String key, Patch patch, long now) {
    return new Waiting(key, Optional.of(patch.fields()), patch.horizon(), now);
  }

  static Waiting whole(String key, Duration horizon, long now) {
    return new Waiting(key, Optional.empty(), horizon, now);
  }

  /** Returns the same without what was written. */
  Waiting withoutFields() {
    return whole(key, horizon, since);
  }

  /** Returns this with what was written before or after it: of each field the greatest stamp. */
  Waiting with(Waiting other) {
    long oldest = since - other.since < 0 ? since : other.since;
    Duration longest = horizon.compareTo(other.horizon) >= 0 ? horizon : other.horizon;
    if (fields.isEmpty() || other.fields.isEmpty()) {
      return whole(key, longest, oldest);
    }
    Map<String, Field> both = new HashMap<>(fields.get());
    other
        .fields
        .get()
        .forEach(
            (name, field) ->
                both.merge(name, field, (a, b) -> a.stamp().compareTo(b.stamp()) >= 0 ? a : b));
    return new Waiting(key, Optional.of(both), longest, oldest);
  }

  /** Returns how much memory it is charged for. */
  long bytes() {
    long sum = (long) OVERHEAD + key.length();
    for (Map.Entry<String, Field> field : fields.orElse(Map.of()).entrySet()) {
      sum += OVERHEAD + field.getKey().getBytes(UTF_8).length + field.getValue().bytes();
    }
    return sum;
  }
}
