package io.patternsdk.driver.nats;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.keyvalue.KeyValueBatch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Many keys at once: all requests go out before the first answer is awaited. */
final class NatsBatch implements KeyValueBatch {
  private final Store store;
  private final KeySubjects keys;

  NatsBatch(Store store, KeySubjects keys) {
    this.store = store;
    this.keys = keys;
  }

  @Override
  public Map<String, byte[]> getAll(Collection<String> all) {
    Deadline deadline = store.link().begin();
    Map<String, byte[]> values = new LinkedHashMap<>();
    read(all, deadline).forEach((key, stored) -> values.put(key, stored.data()));
    return values;
  }

  private Map<String, Stored> read(Collection<String> all, Deadline deadline) {
    Map<String, Stored> found = new LinkedHashMap<>();
    List<String> subjects = all.stream().map(keys::subject).toList();
    for (Stored stored : store.lastOfEach(subjects, deadline)) {
      if (!stored.deleted()) {
        found.put(keys.key(stored.subject()), stored);
      }
    }
    return found;
  }

  @Override
  public void setAll(Map<String, byte[]> values) {
    Deadline deadline = store.link().begin();
    var unused =
        store.with(
            deadline,
            () ->
                store.each(
                    List.copyOf(values.entrySet()),
                    e -> store.send(keys.subject(e.getKey()), null, e.getValue(), deadline),
                    answer -> store.stored(answer, deadline)));
  }

  @Override
  public long deleteAll(Collection<String> all) {
    Deadline deadline = store.link().begin();
    long deleted = 0;
    Collection<String> left = all;
    while (!left.isEmpty()) {
      List<Map.Entry<String, Stored>> found = List.copyOf(read(left, deadline).entrySet());
      List<Boolean> gone =
          store.each(
              found,
              entry -> store.askDelete(entry.getValue().sequence(), deadline),
              answer -> StreamApi.deleted(store.link().await(answer, deadline)));
      List<String> changed = new ArrayList<>();
      for (int i = 0; i < found.size(); i++) {
        if (gone.get(i)) {
          deleted++;
        } else {
          changed.add(found.get(i).getKey());
        }
      }
      left = changed;
    }
    return deleted;
  }
}
