package io.patternsdk.testkit.contract.keyvalue;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.keyvalue.KeyWatch;
import io.patternsdk.core.keyvalue.WatchBatch;
import io.patternsdk.core.keyvalue.WatchEvent;
import io.patternsdk.core.keyvalue.WatchToken;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What somebody knows who applies all events of a watch; for one thread. */
final class WatchedView {
  private static final Duration PAUSE = Duration.ofMillis(200);

  final List<WatchEvent> events = new ArrayList<>();
  final Map<String, String> values = new TreeMap<>();
  private final Set<String> doubtful = new HashSet<>();
  private final Subject subject;
  private final KeyWatch watch;
  private Optional<WatchToken> token = Optional.empty();

  WatchedView(Subject subject, KeyWatch watch) {
    this.subject = subject;
    this.watch = watch;
  }

  /** Begins with what another knows, where it has come to. */
  static WatchedView resumed(Subject subject, KeyWatch watch, WatchedView other) {
    WatchedView view = new WatchedView(subject, watch);
    view.values.putAll(other.values);
    return view;
  }

  WatchToken token() {
    return token.orElseThrow();
  }

  KeyWatch watch() {
    return watch;
  }

  /** Polls once. */
  WatchBatch poll(int max, Duration wait) {
    WatchBatch batch = watch.poll(max, wait);
    assertThat(batch.events()).as("at most %s events", max).hasSizeLessThanOrEqualTo(max);
    batch.events().forEach(this::apply);
    token = Optional.of(batch.token());
    return batch;
  }

  /** Polls until a poll that begins now, or later, has brought everything. */
  WatchedView current() {
    return current(100);
  }

  WatchedView current(int max) {
    boolean current = poll(max, Duration.ZERO).current();
    long end = System.nanoTime() + subject.variant().patience().toNanos();
    while (!current) {
      assertThat(System.nanoTime() - end).as("time until it is current").isNegative();
      current = poll(max, PAUSE).current();
    }
    return this;
  }

  private void apply(WatchEvent event) {
    events.add(event);
    switch (event) {
      case WatchEvent.Put put -> {
        values.put(put.key(), Values.text(put.value()));
        doubtful.remove(put.key());
      }
      case WatchEvent.Removed removed -> values.remove(removed.key());
      case WatchEvent.Resync resync -> doubtful.addAll(values.keySet());
      case WatchEvent.Synced synced -> {
        values.keySet().removeAll(doubtful);
        doubtful.clear();
      }
    }
  }

  /** Returns how often it was told to begin anew. */
  long resyncs() {
    return events.stream().filter(WatchEvent.Resync.class::isInstance).count();
  }
}
