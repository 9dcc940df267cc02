package io.patternsdk.driver.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.driver.WaitingReceivers;
import io.patternsdk.core.driver.WaitingReceivers.Line;
import io.patternsdk.driver.postgres.connections.PostgresConnections;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Signals to waiting receivers of queues, by notifications. Since one may be lost, and deliveries
 * fall due without one, there is one look a second, for all queues of this process together.
 */
final class PostgresSignals implements WaitingReceivers.Signals {
  private static final String DUE =
      """
      SELECT asked.queue, ceil(extract(epoch FROM first.visible - clock_timestamp()) * 1000)
      FROM unnest(?) AS asked (queue), LATERAL (
        SELECT visible FROM queue_message m WHERE m.queue = asked.queue AND died IS NULL
        ORDER BY visible LIMIT 1) AS first
      """;

  private final PostgresChannels channels;
  private final PostgresNotifier notifier;
  private final WaitingReceivers waiting;

  PostgresSignals(
      PostgresConnections postgres, PostgresChannels channels, PostgresNotifier notifier) {
    this.channels = channels;
    this.notifier = notifier;
    this.waiting = new WaitingReceivers(postgres.calls(), this);
    channels.regularly(this::look);
  }

  WaitingReceivers waiting() {
    return waiting;
  }

  @Override
  public void join(String queue, Line line) {
    channels.join(PostgresFeed.queue(queue), new Wake(line));
  }

  @Override
  public void leave(String queue, Line line) {
    channels.leave(PostgresFeed.queue(queue), new Wake(line));
  }

  /** Lets those look who wait; equal to every other for the same line. */
  private record Wake(Line line) implements PostgresListeners.Listener {
    @Override
    public void signal(int receivers) {
      line.signal(receivers);
    }

    @Override
    public void reconnected() {
      line.signal(1);
    }
  }

  /** Has receivers everywhere told that a queue has so much more to receive; does not wait. */
  void tell(String queue, int messages) {
    notifier.tell(new PostgresFeed.Queue(queue), messages);
  }

  /** Looks when each queue is due for which somebody waits here. */
  private void look(Connection connection) throws SQLException {
    List<String> queues = List.copyOf(waiting.queues());
    if (queues.isEmpty()) {
      return;
    }
    byte[][] stored = queues.stream().map(PostgresQueue::stored).toArray(byte[][]::new);
    try (var statement = connection.prepareStatement(DUE)) {
      statement.setArray(1, connection.createArrayOf("bytea", stored));
      try (var due = statement.executeQuery()) {
        while (due.next()) {
          Line line = waiting.of(new String(due.getBytes(1), UTF_8));
          if (line != null) {
            line.due(Math.max(0, due.getLong(2)));
          }
        }
      }
    }
  }
}
