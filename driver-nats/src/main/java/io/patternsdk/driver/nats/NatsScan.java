package io.patternsdk.driver.nats;

import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.keyvalue.Entry;
import io.patternsdk.core.keyvalue.KeyValueScan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Walks keys in the order in which they were written, with or without their values. */
final class NatsScan implements KeyValueScan {
  private final Store store;
  private final KeySubjects keys;

  NatsScan(Store store, KeySubjects keys) {
    this.store = store;
    this.keys = keys;
  }

  @Override
  public Scan<String> keys(String prefix) {
    return new Keys<>(prefix, false, (key, found) -> key);
  }

  @Override
  public Scan<Entry> entries(String prefix) {
    return new Keys<>(prefix, true, (key, found) -> new Entry(key, found.data()));
  }

  @Override
  public long count(String prefix) {
    long count = 0;
    try (Scan<String> all = keys(prefix)) {
      for (List<String> page = all.nextPage(); !page.isEmpty(); page = all.nextPage()) {
        count += page.size();
      }
    }
    return count;
  }

  /** Each key once, and none missing, though others may be written meanwhile. */
  private final class Keys<T> implements Scan<T> {
    private final String prefix;
    private final BiFunction<String, Found, T> item;
    private final Walk walk;
    private final Set<String> seen = new HashSet<>();
    private boolean ended;

    Keys(String prefix, boolean values, BiFunction<String, Found, T> item) {
      this.prefix = prefix;
      this.item = item;
      this.walk = Walk.over(store, keys.filter(prefix), values, Walk.PAGE, store.link().begin());
    }

    @Override
    public List<T> nextPage() {
      Deadline deadline = store.link().begin();
      List<T> page = new ArrayList<>();
      while (page.isEmpty() && !ended) {
        List<Message> messages = walk.next(deadline);
        messages.forEach(m -> add(m.getSubject(), new Found(m.getHeaders(), m.getData()), page));
        if (messages.isEmpty()) {
          ended = true;
          addMissed(page, deadline);
        }
      }
      return page;
    }

    private void add(String subject, Found found, List<T> page) {
      String key = keys.key(subject);
      if (key.startsWith(prefix) && !found.deleted() && seen.add(key)) {
        page.add(item.apply(key, found));
      }
    }

    /** What was written while the walk was on its way has moved behind its end. */
    private void addMissed(List<T> page, Deadline deadline) {
      if (!walk.undisturbed()) {
        List<String> missed =
            store.subjects(keys.filter(prefix), deadline).stream()
                .filter(subject -> !seen.contains(keys.key(subject)))
                .toList();
        store
            .lastOfEach(missed, deadline)
            .forEach(s -> add(s.subject(), new Found(s.headers(), s.data()), page));
      }
    }

    @Override
    public void close() {
      walk.close();
    }
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Found(@Nullable Headers headers, byte[] data) {
    boolean deleted() {
      return Stored.deleted(headers);
    }
  }
}
