package io.patternsdk.driver.postgres;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.driver.AutoResetEvent;
import io.patternsdk.driver.postgres.connections.PostgresConnections;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Lets readers look who wait for records: when a notification says that a partition of theirs was
 * appended to, and when the look of each second, one for all of them, finds that a notification was
 * lost. Thread-safe.
 */
final class PostgresArrivals {
  private static final String ENDS =
      "SELECT stream, partition, next FROM stream_partition WHERE stream = ANY (?)";

  private final PostgresConnections postgres;
  private final PostgresChannels channels;
  private final PostgresNotifier notifier;
  private final ConcurrentMap<String, Set<Watch>> watches = new ConcurrentHashMap<>();

  PostgresArrivals(
      PostgresConnections postgres, PostgresChannels channels, PostgresNotifier notifier) {
    this.postgres = postgres;
    this.channels = channels;
    this.notifier = notifier;
    channels.regularly(this::look);
  }

  /** Has readers everywhere told that a partition was appended to; does not wait. */
  void tell(String stream, int partition) {
    notifier.tell(new PostgresFeed.Partition(stream, partition), 1);
  }

  /**
   * Begins to wait; returns once everything that is appended from now on will be signalled.
   *
   * @param places the position after which each partition is read
   */
  Watch watch(String stream, Map<Integer, Long> places) {
    Watch watch = new Watch(stream, Map.copyOf(places));
    var unused =
        watches.compute(
            stream,
            (name, there) -> {
              Set<Watch> all = there == null ? ConcurrentHashMap.newKeySet() : there;
              all.add(watch);
              return all;
            });
    try {
      watch.feeds.forEach(feed -> channels.join(feed, watch));
    } catch (RuntimeException e) {
      watch.close();
      throw e;
    }
    return watch;
  }

  private void look(Connection connection) throws SQLException {
    List<String> streams = List.copyOf(watches.keySet());
    if (streams.isEmpty()) {
      return;
    }
    byte[][] stored = streams.stream().map(PostgresKeyValue::stored).toArray(byte[][]::new);
    try (var statement = connection.prepareStatement(ENDS)) {
      statement.setArray(1, connection.createArrayOf("bytea", stored));
      try (var ends = statement.executeQuery()) {
        while (ends.next()) {
          int partition = ends.getInt(2);
          long last = ends.getLong(3) - 1;
          watches
              .getOrDefault(PostgresKeyValue.key(ends.getBytes(1)), Set.of())
              .forEach(watch -> watch.ends(partition, last));
        }
      }
    }
  }

  /** Lets all of them look, and find that the driver is closed. */
  void close() {
    watches.values().forEach(all -> all.forEach(Watch::signal));
  }

  /** One reader that waits. */
  final class Watch implements PostgresListeners.Listener, AutoCloseable {
    private final String stream;
    private final Map<Integer, Long> places;
    private final List<PostgresFeed> feeds;
    private final AutoResetEvent changed = new AutoResetEvent(postgres.calls());

    private Watch(String stream, Map<Integer, Long> places) {
      this.stream = stream;
      this.places = places;
      this.feeds =
          places.keySet().stream().map(each -> PostgresFeed.partition(stream, each)).toList();
    }

    /** Waits for a reason to look, or until the end. */
    void await(Deadline end) {
      changed.await(end);
    }

    /** Lets it look. */
    void signal() {
      changed.signal();
    }

    private void ends(int partition, long last) {
      if (last > places.getOrDefault(partition, Long.MAX_VALUE)) {
        signal();
      }
    }

    @Override
    public void signal(int receivers) {
      signal();
    }

    @Override
    public void reconnected() {
      signal();
    }

    @Override
    public void close() {
      var unused =
          watches.computeIfPresent(
              stream,
              (name, there) -> {
                there.remove(this);
                return there.isEmpty() ? null : there;
              });
      feeds.forEach(feed -> channels.leave(feed, this));
    }
  }
}
