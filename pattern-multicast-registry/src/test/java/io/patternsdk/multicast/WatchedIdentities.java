package io.patternsdk.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.multicast.watch.RegistryChanges;
import io.patternsdk.multicast.watch.RegistryEvent;
import io.patternsdk.multicast.watch.RegistryEvent.Gone;
import io.patternsdk.multicast.watch.RegistryWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What somebody knows who applies all events of a watch; for one thread. */
final class WatchedIdentities {
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  final List<RegistryEvent> events = new ArrayList<>();
  final Map<String, String> metadata = new TreeMap<>();
  private final Set<String> doubtful = new HashSet<>();
  private final RegistryWatch watch;
  private String token = "";

  WatchedIdentities(RegistryWatch watch) {
    this.watch = watch;
  }

  /** Begins with what another knows, where it has come to. */
  static WatchedIdentities resumed(RegistryWatch watch, WatchedIdentities other) {
    WatchedIdentities view = new WatchedIdentities(watch);
    view.metadata.putAll(other.metadata);
    return view;
  }

  String token() {
    return token;
  }

  /** Polls once. */
  RegistryChanges poll(int max, Duration wait) {
    RegistryChanges changes = watch.poll(max, wait);
    assertThat(changes.events()).hasSizeLessThanOrEqualTo(max);
    changes.events().forEach(this::apply);
    token = changes.token();
    return changes;
  }

  /** Polls until a poll that begins now, or later, has brought everything. */
  WatchedIdentities current() {
    boolean current = poll(100, Duration.ZERO).current();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!current) {
      assertThat(System.nanoTime() - end).as("time until it is current").isNegative();
      current = poll(100, PAUSE).current();
    }
    return this;
  }

  List<Gone> gone() {
    return events.stream().filter(Gone.class::isInstance).map(Gone.class::cast).toList();
  }

  /** How often it was told to begin anew. */
  long resyncs() {
    return events.stream().filter(RegistryEvent.Resync.class::isInstance).count();
  }

  private void apply(RegistryEvent event) {
    events.add(event);
    switch (event) {
      case RegistryEvent.Present present -> {
        metadata.put(present.identity().id(), present.identity().metadata().toString());
        doubtful.remove(present.identity().id());
      }
      case Gone gone -> metadata.remove(gone.id());
      case RegistryEvent.Unreadable unreadable -> metadata.remove(unreadable.id());
      case RegistryEvent.Resync resync -> doubtful.addAll(metadata.keySet());
      case RegistryEvent.Synced synced -> {
        metadata.keySet().removeAll(doubtful);
        doubtful.clear();
      }
    }
  }
}
