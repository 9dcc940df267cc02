package io.patternsdk.testkit.contract;

import io.patternsdk.core.merge.Condition;
import io.patternsdk.core.merge.Field;
import io.patternsdk.core.merge.KeyValueMerge;
import io.patternsdk.core.merge.Lifecycle;
import io.patternsdk.core.merge.Merged;
import io.patternsdk.core.merge.Patch;
import io.patternsdk.core.merge.RecordPage;
import io.patternsdk.core.merge.RecordQuery;
import io.patternsdk.core.merge.State;
import io.patternsdk.core.merge.StoredRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Records in one map under one lock; a list looks at all of them. */
final class ReferenceRecords implements KeyValueMerge {
  private final ReferenceServer server;
  private final TreeMap<String, Kept> map = new TreeMap<>();

  ReferenceRecords(ReferenceServer server) {
    this.server = server;
  }

  private record Kept(Map<String, Field> fields, long revision, OptionalLong until) {}

  @Override
  public Merged merge(String key, Patch patch) {
    if (server.has(Flaw.A_CONDITION_IS_NOT_ATOMIC)) {
      boolean held = patch.applies(read(key).orElse(null), now());
      LockSupport.parkNanos(2_000_000);
      return held ? apply(key, patch) : Merged.refused(read(key));
    }
    synchronized (this) {
      Optional<StoredRecord> before = read(key);
      return patch.applies(before.orElse(null), now()) || ignored(patch.condition())
          ? apply(key, patch)
          : Merged.refused(before);
    }
  }

  private boolean ignored(Condition condition) {
    return switch (condition.kind()) {
      case ABSENT -> server.has(Flaw.ABSENT_IS_NOT_ASKED);
      case UNCHANGED -> server.has(Flaw.REVISIONS_ARE_NOT_COMPARED);
      default -> false;
    };
  }

  private synchronized Merged apply(String key, Patch patch) {
    Optional<StoredRecord> before = read(key);
    Map<String, Field> fields = new HashMap<>(before.map(StoredRecord::fields).orElse(Map.of()));
    boolean over =
        fields.containsKey(Lifecycle.ENDED) && server.has(Flaw.A_LATE_CREATION_RESURRECTS);
    if (over && patch.fields().containsKey(Lifecycle.CREATED)) {
      fields.remove(Lifecycle.ENDED);
    }
    patch.fields().forEach((name, field) -> put(fields, name, field));
    long now = now();
    long revision = before.map(StoredRecord::revision).orElse(0L) + 1;
    long horizon = server.has(Flaw.HORIZONS_ARE_IGNORED) ? 0 : patch.horizon().toMillis();
    map.put(key, new Kept(Map.copyOf(fields), revision, until(fields, now, horizon)));
    return Merged.applied(patch, new StoredRecord(Map.copyOf(fields), revision, now));
  }

  private OptionalLong until(Map<String, Field> fields, long now, long horizon) {
    return server.has(Flaw.NOTHING_IS_FORGOTTEN)
        ? OptionalLong.empty()
        : Lifecycle.keptUntil(fields, now, horizon);
  }

  private void put(Map<String, Field> fields, String name, Field field) {
    Field stored = fields.get(name);
    if (stored == null || wins(field, stored)) {
      fields.put(name, field);
      if (field.value() == null && server.has(Flaw.REMOVALS_ARE_FORGOTTEN)) {
        fields.remove(name);
      }
    }
  }

  private boolean wins(Field field, Field stored) {
    if (server.has(Flaw.THE_LAST_TO_COME_WINS)) {
      return true;
    }
    return server.has(Flaw.NODES_ARE_NOT_COMPARED)
        ? field.stamp().time() >= stored.stamp().time()
        : field.stamp().compareTo(stored.stamp()) > 0;
  }

  @Override
  public synchronized Optional<StoredRecord> read(String key) {
    return Optional.ofNullable(record(map.get(key)));
  }

  private @Nullable StoredRecord record(@Nullable Kept kept) {
    long now = now();
    if (kept == null || (kept.until().isPresent() && kept.until().getAsLong() <= now)) {
      return null;
    }
    return new StoredRecord(kept.fields(), kept.revision(), now);
  }

  @Override
  public synchronized RecordPage list(RecordQuery query) {
    List<RecordPage.Item> items = new ArrayList<>();
    boolean inclusive = server.has(Flaw.PAGES_OF_RECORDS_OVERLAP);
    for (String key : map.tailMap(query.after().orElse(""), inclusive).keySet()) {
      StoredRecord record = record(map.get(key));
      if (record == null || !key.startsWith(query.prefix()) || !matches(query, record)) {
        continue;
      }
      if (items.size() == query.limit()) {
        Optional<String> last = Optional.of(items.getLast().key());
        return new RecordPage(items, query.state() == State.EXPIRED ? Optional.empty() : last);
      }
      items.add(new RecordPage.Item(key, record));
    }
    return new RecordPage(items, Optional.empty());
  }

  private boolean matches(RecordQuery query, StoredRecord record) {
    boolean pending = record.state() == State.PENDING && server.has(Flaw.WHAT_IS_PENDING_IS_LISTED);
    return (record.state() == query.state() || pending)
        && query.group().map(g -> g.equals(group(record))).orElse(true);
  }

  private String group(StoredRecord record) {
    String group = record.text(Lifecycle.GROUP).orElse("");
    return server.has(Flaw.GROUPS_IGNORE_CASE) ? group.toLowerCase(Locale.ROOT) : group;
  }

  private long now() {
    return server.has(Flaw.RECORDS_NEVER_EXPIRE) ? 0 : System.currentTimeMillis();
  }
}
