package io.patternsdk.driver.nats.watch;

import io.patternsdk.core.keyvalue.KeyValueWatch;
import io.patternsdk.core.keyvalue.KeyWatch;
import io.patternsdk.core.keyvalue.WatchToken;

/** Watches keys by the messages of their stream. Thread-safe. */
public final class NatsKeyValueWatch implements KeyValueWatch {
  private final KeyLog log;

  /** Makes one of the keys of a log. */
  public NatsKeyValueWatch(KeyLog log) {
    this.log = log;
  }

  @Override
  public KeyWatch watch(String prefix) {
    return watch(prefix, WatchPlace.BEFORE_ALL);
  }

  @Override
  public KeyWatch watch(String prefix, WatchToken after) {
    return watch(prefix, WatchPlace.parse(after));
  }

  private KeyWatch watch(String prefix, WatchPlace from) {
    var unused = log.begin();
    return new NatsKeyWatch(log, prefix, from);
  }
}
