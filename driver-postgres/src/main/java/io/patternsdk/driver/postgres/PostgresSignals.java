package io.patternsdk.driver.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.driver.WaitingReceivers;
import io.patternsdk.core.driver.WaitingReceivers.Line;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Signals to waiting receivers, by notifications. They are sent after what they tell of, in a
 * transaction of their own, since those that notify commit one after the other; what comes while
 * one is on its way goes with the next. A signal may be lost with whoever would have sent it:
 * therefore one look a second, for all queues of this process together.
 */
final class PostgresSignals implements WaitingReceivers.Signals {
  private static final Logger LOG = System.getLogger(PostgresSignals.class.getName());
  private static final Duration PAUSE = Duration.ofMillis(2);
  private static final String TELL =
      """
      SELECT set_config('synchronous_commit', 'off', true), pg_notify(channel, payload)
      FROM unnest(?, ?) AS notice (channel, payload)
      """;
  private static final String DUE =
      """
      SELECT asked.queue, ceil(extract(epoch FROM first.visible - clock_timestamp()) * 1000)
      FROM unnest(?) AS asked (queue), LATERAL (
        SELECT visible FROM queue_message m WHERE m.queue = asked.queue AND died IS NULL
        ORDER BY visible LIMIT 1) AS first
      """;

  private final PostgresConnections postgres;
  private final PostgresChannels channels;
  private final WaitingReceivers waiting;
  private final ReentrantLock lock = new ReentrantLock();
  private Map<String, Integer> untold = new HashMap<>();
  private boolean telling;

  PostgresSignals(PostgresConnections postgres, PostgresChannels channels) {
    this.postgres = postgres;
    this.channels = channels;
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
    lock.lock();
    try {
      int unused = untold.merge(queue, messages, Integer::sum);
      if (!telling) {
        telling = true;
        Thread unusedToo = Thread.ofVirtual().name("postgres-signals").start(this::tellAll);
      }
    } finally {
      lock.unlock();
    }
  }

  private void tellAll() {
    for (Map<String, Integer> some = next(); !some.isEmpty(); some = next()) {
      try {
        tell(some);
        Thread.sleep(PAUSE);
      } catch (RuntimeException | InterruptedException e) {
        LOG.log(Level.DEBUG, "whoever waits looks within a second", e);
      }
    }
  }

  private Map<String, Integer> next() {
    lock.lock();
    try {
      Map<String, Integer> some = untold;
      untold = new HashMap<>();
      telling = !some.isEmpty();
      return some;
    } finally {
      lock.unlock();
    }
  }

  private void tell(Map<String, Integer> queues) {
    String[] names = new String[queues.size()];
    String[] notices = new String[queues.size()];
    int next = 0;
    for (Map.Entry<String, Integer> queue : queues.entrySet()) {
      PostgresFeed feed = PostgresFeed.queue(queue.getKey());
      names[next] = channels.channel(feed);
      notices[next++] = PostgresNotice.signal(feed, queue.getValue());
    }
    var unused =
        postgres.call(
            connection -> {
              try (var statement = connection.prepareStatement(TELL)) {
                statement.setArray(1, connection.createArrayOf("text", names));
                statement.setArray(2, connection.createArrayOf("text", notices));
                statement.executeQuery().close();
                return names.length;
              }
            });
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
