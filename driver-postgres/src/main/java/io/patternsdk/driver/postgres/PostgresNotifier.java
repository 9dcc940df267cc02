package io.patternsdk.driver.postgres;

import io.patternsdk.driver.postgres.connections.PostgresConnections;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tells those who wait, in all processes, that there is something to look for. Notifications are
 * sent after what they tell of, in a transaction of their own, since those that notify commit one
 * after the other; what comes while one is on its way goes with the next. One may be lost with
 * whoever would have sent it. Thread-safe.
 */
final class PostgresNotifier {
  private static final Logger LOG = System.getLogger(PostgresNotifier.class.getName());
  private static final Duration PAUSE = Duration.ofMillis(2);
  private static final String TELL =
      """
      SELECT set_config('synchronous_commit', 'off', true), pg_notify(channel, payload)
      FROM unnest(?, ?) AS notice (channel, payload)
      """;

  private final PostgresConnections postgres;
  private final PostgresChannels channels;
  private final ReentrantLock lock = new ReentrantLock();
  private Map<PostgresFeed.Source, Integer> untold = new HashMap<>();
  private boolean telling;

  PostgresNotifier(PostgresConnections postgres, PostgresChannels channels) {
    this.postgres = postgres;
    this.channels = channels;
  }

  /** Has receivers everywhere told that there is so much more; does not wait. */
  void tell(PostgresFeed.Source source, int more) {
    lock.lock();
    try {
      int unused = untold.merge(source, more, Integer::sum);
      if (!telling) {
        telling = true;
        Thread unusedToo = Thread.ofVirtual().name("postgres-notifier").start(this::tellAll);
      }
    } finally {
      lock.unlock();
    }
  }

  private void tellAll() {
    for (Map<PostgresFeed.Source, Integer> some = next(); !some.isEmpty(); some = next()) {
      try {
        tell(some);
        Thread.sleep(PAUSE);
      } catch (RuntimeException | InterruptedException e) {
        LOG.log(Level.DEBUG, "whoever waits looks within a second", e);
      }
    }
  }

  private Map<PostgresFeed.Source, Integer> next() {
    lock.lock();
    try {
      Map<PostgresFeed.Source, Integer> some = untold;
      untold = new HashMap<>();
      telling = !some.isEmpty();
      return some;
    } finally {
      lock.unlock();
    }
  }

  private void tell(Map<PostgresFeed.Source, Integer> sources) {
    String[] names = new String[sources.size()];
    String[] notices = new String[sources.size()];
    int next = 0;
    for (Map.Entry<PostgresFeed.Source, Integer> source : sources.entrySet()) {
      PostgresFeed feed = source.getKey().feed();
      names[next] = channels.channel(feed);
      notices[next++] = PostgresNotice.signal(feed, source.getValue());
    }
    var unused =
        postgres.query(
            TELL,
            statement -> {
              statement.setArray(1, statement.getConnection().createArrayOf("text", names));
              statement.setArray(2, statement.getConnection().createArrayOf("text", notices));
            },
            row -> true);
  }
}
