package io.patternsdk.driver.nats;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.keyvalue.KeyValueBatch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Many keys at once: all requests go out before the first answer is awaited. */
final class NatsKeyValueBatch implements KeyValueBatch {
  private final NatsKeys keys;

  NatsKeyValueBatch(NatsKeys keys) {
    this.keys = keys;
  }

  @Override
  public Map<String, byte[]> getAll(Collection<String> all) {
    Map<String, byte[]> values = new LinkedHashMap<>();
    keys.findAll(List.copyOf(all), keys.begin())
        .forEach(stored -> values.put(keys.key(stored), stored.data()));
    return values;
  }

  @Override
  public void setAll(Map<String, byte[]> values) {
    Deadline deadline = keys.begin();
    ServerStream stream = keys.stream();
    var unused =
        stream.with(
            deadline,
            () ->
                stream.each(
                    List.copyOf(values.entrySet()),
                    e -> stream.askPut(keys.subject(e.getKey()), null, e.getValue(), deadline),
                    answer -> stream.stored(answer, deadline)));
  }

  @Override
  public long deleteAll(Collection<String> all) {
    Deadline deadline = keys.begin();
    long deleted = 0;
    List<String> left = List.copyOf(all);
    while (!left.isEmpty()) {
      List<StoredMessage> found = keys.findAll(left, deadline);
      List<Boolean> gone =
          keys.stream()
              .each(
                  found,
                  stored -> keys.askDelete(stored, deadline),
                  answer -> keys.deleted(answer, deadline));
      List<String> changed = new ArrayList<>();
      for (int i = 0; i < found.size(); i++) {
        if (!gone.get(i)) {
          changed.add(keys.key(found.get(i)));
        }
      }
      deleted += found.size() - changed.size();
      left = changed;
    }
    return deleted;
  }
}
