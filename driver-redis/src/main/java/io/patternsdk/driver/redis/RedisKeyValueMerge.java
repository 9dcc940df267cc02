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
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;

/**
 * Records as hashes, merged by a script where the stamps are compared. A write sends and changes
 * its own fields alone, however large the record is. On a cluster records are spread over parts,
 * each with the sets that name its records, so that a step stays within one slot.
 */
final class RedisKeyValueMerge implements KeyValueMerge {
  private static final RedisScript SCRIPT = RedisScript.load("record.lua");
  private static final String REVISION = "~revision";
  private static final char HELD = '=';
  private static final char REMOVED = '!';

  /** Over how many slots of a cluster records are spread; a part of the layout. */
  private static final int PARTS = 32;

  /** The order of names in the sets. */
  private static final Comparator<String> BYTES =
      (one, other) -> Arrays.compareUnsigned(bytes(one), bytes(other));

  private final RedisConnections redis;
  private final RedisNames names;

  RedisKeyValueMerge(RedisConnections redis, RedisNames names) {
    this.redis = redis;
    this.names = names;
  }

  /** In which part the record of a key is, with all sets that name it. */
  private int part(String key) {
    return names.part(key, PARTS);
  }

  private String record(String key) {
    return records(part(key)) + key;
  }

  private String records(int part) {
    return names.own("record", part) + ":";
  }

  private String all(int part) {
    return names.own("records", part);
  }

  private String byExpiry(int part) {
    return names.own("records-by-expiry", part);
  }

  private String groups(int part) {
    return names.own("records-of", part) + ":";
  }

  @Override
  public Merged merge(String key, Patch patch) {
    int part = part(key);
    List<byte[]> arguments = new ArrayList<>();
    arguments.add(bytes("merge"));
    arguments.add(bytes(key));
    arguments.add(bytes(patch.condition().kind().name()));
    arguments.add(bytes(Long.toString(patch.condition().operand())));
    arguments.add(bytes(Long.toString(patch.horizon().toMillis())));
    arguments.add(bytes(groups(part)));
    patch
        .fields()
        .forEach(
            (name, field) -> {
              arguments.add(bytes(name));
              arguments.add(bytes(field.stamp().text()));
              arguments.add(held(field));
            });
    String[] keys = {record(key), all(part), byExpiry(part)};
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
    int parts = names.tagged() ? PARTS : 1;
    int each = parts == 1 ? query.limit() : Math.min(query.limit(), 2 + 2 * query.limit() / parts);
    List<Part> answers = ask(query, parts, each);
    boolean more = answers.stream().anyMatch(part -> part.items().size() == each);
    if (query.state() == State.EXPIRED && each < query.limit() && more) {
      answers = ask(query, parts, query.limit()); // there is no place after which to go on
    }
    return page(query, answers);
  }

  /**
   * What one part answers.
   *
   * @param last the last name if there may be more; empty if there is none
   */
  private record Part(List<RecordPage.Item> items, String last) {}

  /** Asks all parts at once. */
  private List<Part> ask(RecordQuery query, int parts, int limit) {
    boolean alive = query.state() == State.ALIVE;
    List<String> sets = new ArrayList<>();
    List<byte[][]> arguments = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      String group = query.group().map(groups(part)::concat).orElse(all(part));
      sets.add(alive ? group : byExpiry(part));
      arguments.add(
          new byte[][] {
            bytes(alive ? "alive" : "expired"),
            bytes(records(part)),
            bytes(Integer.toString(limit)),
            bytes(query.after().orElse("")),
            bytes(query.prefix())
          });
    }
    return redis.bulk(batch -> ask(batch, sets, arguments));
  }

  private static List<Part> ask(
      RedisConnections.Batch batch, List<String> sets, List<byte[][]> arguments) {
    List<Future<List<Object>>> sent = new ArrayList<>();
    for (int part = 0; part < sets.size(); part++) {
      sent.add(SCRIPT.sendList(batch, sets.get(part), arguments.get(part)));
    }
    List<Part> parts = new ArrayList<>();
    for (int part = 0; part < sets.size(); part++) {
      List<?> answer = SCRIPT.awaitList(batch, sent.get(part), sets.get(part), arguments.get(part));
      List<RecordPage.Item> items = new ArrayList<>();
      for (int i = 2; i < answer.size(); i += 2) {
        String key = text(answer.get(i));
        record((List<?>) answer.get(i + 1), (Long) answer.get(0))
            .ifPresent(record -> items.add(new RecordPage.Item(key, record)));
      }
      parts.add(new Part(items, text(answer.get(1))));
    }
    return parts;
  }

  /** One page of what parts answer: no further than each of them has come. */
  private static RecordPage page(RecordQuery query, List<Part> parts) {
    Optional<String> come =
        parts.stream().map(Part::last).filter(last -> !last.isEmpty()).min(BYTES);
    List<RecordPage.Item> items =
        parts.stream()
            .flatMap(part -> part.items().stream())
            .filter(item -> come.isEmpty() || BYTES.compare(item.key(), come.get()) <= 0)
            .sorted(Comparator.comparing(RecordPage.Item::key, BYTES))
            .toList();
    boolean cut = items.size() > query.limit();
    List<RecordPage.Item> most = cut ? items.subList(0, query.limit()) : items;
    Optional<String> next =
        cut && query.state() == State.ALIVE ? Optional.of(most.getLast().key()) : come;
    return new RecordPage(
        most.stream().filter(item -> item.record().state() == query.state()).toList(), next);
  }

  @Override
  public long count(String prefix, Optional<String> group) {
    int parts = names.tagged() ? PARTS : 1;
    byte[][] arguments = {bytes("count"), bytes(prefix)};
    return redis.bulk(
        batch -> {
          List<String> sets = new ArrayList<>();
          List<Future<List<Object>>> sent = new ArrayList<>();
          for (int part = 0; part < parts; part++) {
            sets.add(group.map(groups(part)::concat).orElse(all(part)));
            sent.add(SCRIPT.sendList(batch, sets.getLast(), arguments));
          }
          long count = 0;
          for (int part = 0; part < parts; part++) {
            List<?> answer = SCRIPT.awaitList(batch, sent.get(part), sets.get(part), arguments);
            count += (Long) answer.getFirst();
          }
          return count;
        });
  }

  private static String text(Object bytes) {
    return new String((byte[]) bytes, UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
