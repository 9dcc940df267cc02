package io.patternsdk.driver.nats;

import io.nats.client.api.StreamInfoOptions;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.keyvalue.Entry;
import io.patternsdk.core.keyvalue.KeyValueScan;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** Walks keys in the order in which they were written, with or without their values. */
final class NatsKeyValueScan implements KeyValueScan {
  private final NatsKeys keys;

  NatsKeyValueScan(NatsKeys keys) {
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
    private final String filter;
    private final BiFunction<String, StoredMessage, T> item;
    private final long complete;
    private final ConsumerWalk walk;
    private final Set<String> seen = new HashSet<>();
    private long place;
    private boolean ended;

    Keys(String prefix, boolean values, BiFunction<String, StoredMessage, T> item) {
      this.prefix = prefix;
      this.filter = keys.subjects().filter(prefix);
      this.item = item;
      Deadline deadline = keys.begin();
      this.complete = keys.stream().complete(filter, deadline);
      this.walk = ConsumerWalk.over(keys.stream(), filter, values, ConsumerWalk.PAGE, deadline);
    }

    @Override
    public List<T> nextPage() {
      Deadline deadline = keys.begin();
      Map<String, T> page = new LinkedHashMap<>();
      while (page.isEmpty() && !ended) {
        List<StoredMessage> found = walk.next(deadline);
        if (!found.isEmpty()) {
          place = found.getLast().sequence();
        }
        // In a cluster the walk may lead through a member that lacks the last changes.
        boolean behind = !walk.more() && place < complete;
        ended = found.isEmpty() || behind;
        if (ended) {
          found = behind || !walk.undisturbed() ? missed(deadline) : List.of();
        }
        found.forEach(stored -> add(stored, page));
      }
      return List.copyOf(page.values());
    }

    private void add(StoredMessage stored, Map<String, T> page) {
      String key = keys.key(stored);
      if (!key.startsWith(prefix)) {
        return;
      }
      if (stored.deleted()) {
        keys.forget(stored);
        if (page.remove(key) != null) {
          seen.remove(key); // it may come again
        }
      } else if (seen.add(key)) {
        page.put(key, item.apply(key, stored));
      }
    }

    /** What was written while the walk was on its way has moved behind its end. */
    private List<StoredMessage> missed(Deadline deadline) {
      StreamInfoOptions only = StreamInfoOptions.filterSubjects(filter);
      ServerStream stream = keys.stream();
      Set<String> subjects =
          stream
              .connections()
              .manage(deadline, streams -> streams.getStreamInfo(stream.name(), only))
              .getStreamState()
              .getSubjectMap()
              .keySet();
      return keys.lastOfEach(
          subjects.stream().filter(s -> !seen.contains(keys.subjects().key(s))).toList(), deadline);
    }

    @Override
    public void close() {
      walk.close();
    }
  }
}
