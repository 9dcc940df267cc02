package io.patternsdk.driver.embedded;

import io.patternsdk.core.keyvalue.KeyValueWatch;
import io.patternsdk.core.keyvalue.KeyWatch;
import io.patternsdk.core.keyvalue.WatchToken;
import io.patternsdk.driver.embedded.journal.MonotonicClock;

/** Watches the values of one backend. Thread-safe. */
final class EmbeddedKeyValueWatch implements KeyValueWatch {
  private final StoredValues values;
  private final ChangeOrder changes;
  private final MonotonicClock time;
  private final Scheduler scheduler;

  EmbeddedKeyValueWatch(
      StoredValues values, ChangeOrder changes, MonotonicClock time, Scheduler scheduler) {
    this.values = values;
    this.changes = changes;
    this.time = time;
    this.scheduler = scheduler;
  }

  @Override
  public KeyWatch watch(String prefix) {
    return watch(prefix, WatchPlace.BEFORE_ALL);
  }

  @Override
  public KeyWatch watch(String prefix, WatchToken after) {
    return watch(prefix, WatchPlace.parse(after, changes));
  }

  private KeyWatch watch(String prefix, WatchPlace from) {
    values.admit();
    changes.follow(values);
    return new EmbeddedKeyWatch(values, changes, prefix, from, time, scheduler);
  }
}
