package io.patternsdk.driver.nats;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.keyvalue.KeyValue;
import java.util.Optional;

/** Values as the last messages of their keys' subjects. */
final class NatsKeyValue implements KeyValue {
  private final NatsKeys keys;

  NatsKeyValue(NatsKeys keys) {
    this.keys = keys;
  }

  @Override
  public Optional<byte[]> get(String key) {
    return keys.find(key, keys.begin()).map(StoredMessage::data);
  }

  @Override
  public void set(String key, byte[] value) {
    var unused = keys.stream().put(keys.subject(key), null, value, keys.begin());
  }

  @Override
  public boolean delete(String key) {
    Deadline deadline = keys.begin();
    Optional<StoredMessage> found = keys.find(key, deadline);
    // False where somebody has overwritten or deleted it since it was read.
    while (found.isPresent() && !keys.delete(found.get(), deadline)) {
      found = keys.find(key, deadline);
    }
    return found.isPresent();
  }

  @Override
  public boolean exists(String key) {
    return keys.find(key, keys.begin()).isPresent();
  }
}
