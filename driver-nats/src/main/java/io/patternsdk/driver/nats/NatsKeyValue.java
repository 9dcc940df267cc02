package io.patternsdk.driver.nats;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.keyvalue.KeyValue;
import java.util.Optional;

/** Values as the last messages of their keys' subjects. A deleted key leaves nothing behind. */
final class NatsKeyValue implements KeyValue {
  private final Store store;
  private final KeySubjects keys;

  NatsKeyValue(Store store, KeySubjects keys) {
    this.store = store;
    this.keys = keys;
  }

  @Override
  public Optional<byte[]> get(String key) {
    return read(key).map(Stored::data);
  }

  private Optional<Stored> read(String key) {
    Deadline deadline = store.link().begin();
    return store.last(keys.subject(key), deadline).filter(stored -> !stored.deleted());
  }

  @Override
  public void set(String key, byte[] value) {
    Deadline deadline = store.link().begin();
    var unused = store.publish(keys.subject(key), null, value, deadline);
  }

  @Override
  public boolean delete(String key) {
    Deadline deadline = store.link().begin();
    String subject = keys.subject(key);
    while (true) {
      Optional<Stored> found = store.last(subject, deadline).filter(stored -> !stored.deleted());
      if (found.isEmpty()) {
        return false;
      }
      // False if somebody has overwritten or deleted it since it was read.
      if (store.delete(found.get().sequence(), deadline)) {
        return true;
      }
    }
  }

  @Override
  public boolean exists(String key) {
    return read(key).isPresent();
  }
}
