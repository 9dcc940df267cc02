package io.patternsdk.driver.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.merge.Field;
import io.patternsdk.core.merge.KeyValueMerge;
import io.patternsdk.core.merge.Merged;
import io.patternsdk.core.merge.Patch;
import io.patternsdk.core.merge.RecordPage;
import io.patternsdk.core.merge.RecordQuery;
import io.patternsdk.core.merge.Stamp;
import io.patternsdk.core.merge.State;
import io.patternsdk.core.merge.StoredRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Records as hashes, merged by a script where the stamps are compared. A write sends and changes
 * its own fields alone, however large the record is.
 */
final class RedisKeyValueMerge implements KeyValueMerge {
  private static final RedisScript SCRIPT = RedisScript.load("record.lua");
  private static final String REVISION = "~revision";
  private static final char HELD = '=';
  private static final char REMOVED = '!';

  private final RedisConnections redis;
  private final RedisNames names;

  RedisKeyValueMerge(RedisConnections redis, RedisNames names) {
    this.redis = redis;
    this.names = names;
  }

  private String record(String key) {
    return records() + key;
  }

  private String records() {
    return names.own("record:");
  }

  private String all() {
    return names.own("records");
  }

  private String byExpiry() {
    return names.own("records-by-expiry");
  }

  private String groups() {
    return names.own("records-of:");
  }

  @Override
  public Merged merge(String key, Patch patch) {
    List<byte[]> arguments = new ArrayList<>();
    arguments.add(bytes("merge"));
    arguments.add(bytes(key));
    arguments.add(bytes(patch.condition().kind().name()));
    arguments.add(bytes(Long.toString(patch.condition().operand())));
    arguments.add(bytes(Long.toString(patch.horizon().toMillis())));
    arguments.add(bytes(groups()));
    patch
        .fields()
        .forEach(
            (name, field) -> {
              arguments.add(bytes(name));
              arguments.add(bytes(field.stamp().text()));
              arguments.add(held(field));
            });
    String[] keys = {record(key), all(), byExpiry()};
    List<?> answer = SCRIPT.list(redis, keys, arguments.toArray(byte[][]::new));
    Optional<StoredRecord> record = record((List<?>) answer.get(2), (Long) answer.get(1));
    return (Long) answer.get(0) == 1
        ? Merged.applied(patch, record.orElseThrow())
        : Merged.refused(record);
  }

  private static byte[] held(Field field) {
    byte[] value = field.value();
    if (value == null) {
      return new byte[] {REMOVED};
    }
    byte[] held = new byte[value.length + 1];
    held[0] = HELD;
    System.arraycopy(value, 0, held, 1, value.length);
    return held;
  }

  @Override
  public Optional<StoredRecord> read(String key) {
    List<?> answer = SCRIPT.list(redis, new String[] {record(key)}, bytes("read"));
    return record((List<?>) answer.get(2), (Long) answer.get(1));
  }

  private static Optional<StoredRecord> record(List<?> flat, long now) {
    Map<String, Field> fields = new HashMap<>();
    long revision = 0;
    for (int i = 0; i < flat.size(); i += 2) {
      String name = text(flat.get(i));
      byte[] stored = (byte[]) flat.get(i + 1);
      if (name.equals(REVISION)) {
        revision = Long.parseLong(text(stored));
      } else {
        fields.put(name, field(stored));
      }
    }
    return fields.isEmpty()
        ? Optional.empty()
        : Optional.of(new StoredRecord(Map.copyOf(fields), revision, now));
  }

  private static Field field(byte[] stored) {
    int end = 0;
    while (stored[end] != HELD && stored[end] != REMOVED) {
      end++;
    }
    Stamp stamp = Stamp.parse(new String(stored, 0, end, UTF_8));
    if (stored[end] == REMOVED) {
      return new Field(stamp, null);
    }
    byte[] value = new byte[stored.length - end - 1];
    System.arraycopy(stored, end + 1, value, 0, value.length);
    return new Field(stamp, value);
  }

  @Override
  public RecordPage list(RecordQuery query) {
    boolean alive = query.state() == State.ALIVE;
    String set = alive ? query.group().map(g -> groups() + g).orElse(all()) : byExpiry();
    List<?> answer =
        SCRIPT.list(
            redis,
            new String[] {set},
            bytes(alive ? "alive" : "expired"),
            bytes(records()),
            bytes(Integer.toString(query.limit())),
            bytes(query.after().orElse("")),
            bytes(query.prefix()));
    List<RecordPage.Item> items = new ArrayList<>();
    for (int i = 2; i < answer.size(); i += 2) {
      String key = text(answer.get(i));
      record((List<?>) answer.get(i + 1), (Long) answer.get(0))
          .filter(record -> record.state() == query.state())
          .ifPresent(record -> items.add(new RecordPage.Item(key, record)));
    }
    Optional<String> last = Optional.of(text(answer.get(1))).filter(name -> !name.isEmpty());
    return new RecordPage(items, last);
  }

  private static String text(Object bytes) {
    return new String((byte[]) bytes, UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
