package io.patternsdk.core.stream.coordination;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.json.JsonArray;
import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.stream.Retention;
import java.time.Duration;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the catalog knows of one stream: an object with {@code v}, {@code partitions}, {@code
 * groups} and the bounds, {@code max_records}, {@code max_age_ms}, {@code even_unread}, where there
 * are any. What a newer release has added is kept. Immutable.
 */
record StreamEntry(JsonObject json) {
  private static final int VERSION = 1;
  private static final String PARTITIONS = "partitions";
  private static final String MAX_RECORDS = "max_records";
  private static final String MAX_AGE = "max_age_ms";
  private static final String EVEN_UNREAD = "even_unread";
  private static final String GROUPS = "groups";

  static StreamEntry first(int partitions) {
    if (partitions < 1) {
      throw new IllegalArgumentException(partitions + " partitions; at least 1 works");
    }
    return new StreamEntry(
        JsonObject.builder().put("v", VERSION).put(PARTITIONS, partitions).build());
  }

  /**
   * Reads one.
   *
   * @throws JsonException if it is none
   */
  static StreamEntry read(byte[] bytes) {
    JsonObject json = JsonObject.parse(bytes);
    int version = json.number("v").toInt();
    if (version != VERSION) {
      throw new BackendException(
          ErrorKind.UNSUPPORTED,
          "what is stored of a stream has layout " + version + ", this release knows " + VERSION);
    }
    StreamEntry entry = new StreamEntry(json);
    entry.retention();
    entry.groups();
    if (entry.partitions() < 1) {
      throw new BackendException(ErrorKind.CORRUPT, "a stream has no partition: " + json);
    }
    return entry;
  }

  int partitions() {
    return json.number(PARTITIONS).toInt();
  }

  Retention retention() {
    Retention bounds = Retention.forever();
    if (json.has(MAX_RECORDS)) {
      bounds = bounds.maxRecords(json.number(MAX_RECORDS).toLong());
    }
    if (json.has(MAX_AGE)) {
      bounds = bounds.maxAge(Duration.ofMillis(json.number(MAX_AGE).toLong()));
    }
    return json.has(EVEN_UNREAD) && json.bool(EVEN_UNREAD) ? bounds.evenUnread() : bounds;
  }

  SortedSet<String> groups() {
    SortedSet<String> groups = new TreeSet<>();
    if (json.has(GROUPS)) {
      json.array(GROUPS).forEach(group -> groups.add(group.asString()));
    }
    return groups;
  }

  StreamEntry with(Retention bounds) {
    var changed = JsonObject.builder();
    json.forEach(
        (name, value) -> {
          if (!name.equals(MAX_RECORDS) && !name.equals(MAX_AGE) && !name.equals(EVEN_UNREAD)) {
            changed.put(name, value);
          }
        });
    bounds.maxRecords().ifPresent(records -> changed.put(MAX_RECORDS, records));
    bounds.maxAge().ifPresent(age -> changed.put(MAX_AGE, wholeMillis(age)));
    if (bounds.removesUnread()) {
      changed.put(EVEN_UNREAD, true);
    }
    return new StreamEntry(changed.build());
  }

  StreamEntry with(String group) {
    SortedSet<String> groups = groups();
    return groups.add(group)
        ? new StreamEntry(json.toBuilder().put(GROUPS, JsonArray.of(groups)).build())
        : this;
  }

  byte[] toBytes() {
    return json.toBytes();
  }

  /** Rounded up, so that nothing is removed early. */
  private static long wholeMillis(Duration age) {
    try {
      return age.plusNanos(999_999).toMillis();
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE; // longer than any clock runs
    }
  }
}
