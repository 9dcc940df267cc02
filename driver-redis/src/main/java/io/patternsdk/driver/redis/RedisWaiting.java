package io.patternsdk.driver.redis;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.driver.redis.RedisChannels.Feed;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The receivers of this process that wait, by the channel that wakes them. All channels are on the
 * connection of the subscriptions: a waiting receiver holds no connection, and nothing is polled.
 */
final class RedisWaiting {
  private final RedisConnections redis;
  private final RedisChannels channels;
  private final ConcurrentMap<String, Line> lines = new ConcurrentHashMap<>();

  RedisWaiting(RedisConnections redis, RedisChannels channels) {
    this.redis = redis;
    this.channels = channels;
  }

  /** Joins those who wait; returns once every later signal will be seen. */
  Line enter(String channel) {
    Line line =
        lines.compute(
            channel,
            (key, there) -> {
              Line joined = there == null ? new Line() : there;
              joined.users++;
              return joined;
            });
    try {
      channels.join(new Feed(channel, false), line);
    } catch (RuntimeException e) {
      exit(channel, line);
      throw e;
    }
    return line;
  }

  /** Leaves those who wait. */
  void exit(String channel, Line line) {
    if (lines.computeIfPresent(channel, (key, there) -> --there.users > 0 ? there : null) == null) {
      channels.leave(new Feed(channel, false), line);
    }
  }

  /** Those who wait for a channel; null if nobody does. */
  @Nullable Line of(String channel) {
    return lines.get(channel);
  }

  /** Lets all of them look, and find that the driver is closed. */
  void close() {
    for (String channel : lines.keySet()) {
      lines.computeIfPresent(
          channel,
          (key, line) -> {
            line.signal(line.users);
            return line;
          });
    }
  }

  /**
   * Those who wait for one queue. Each signal lets one of them look, and so does the time at which
   * a delivery is due again.
   */
  final class Line implements RedisChannels.Listener {
    /** After this somebody looks even if nothing is due. */
    private static final long LONGEST_MILLIS = 86_400_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int signals;
    private boolean due;
    private long dueAt;

    /** Changed within the map only. */
    private int users;

    /** Waits for a reason to look at the queue; false if none has come when the time is up. */
    boolean await(Deadline end) {
      lock.lock();
      try {
        for (; ; ) {
          long untilDue = due ? dueAt - System.nanoTime() : Long.MAX_VALUE;
          if (untilDue <= 0) {
            due = false;
            return true;
          }
          if (signals > 0) {
            signals--;
            return true;
          }
          long left = end.remainingNanos();
          if (left <= 0) {
            return false;
          }
          long unused = changed.awaitNanos(Math.min(left, untilDue));
        }
      } catch (InterruptedException e) {
        throw redis.calls().failed(e, Effect.NONE);
      } finally {
        lock.unlock();
      }
    }

    /** Learns that a delivery is due in {@code millis}; negative for none. */
    void due(long millis) {
      if (millis < 0) {
        return;
      }
      long at = System.nanoTime() + Math.min(millis, LONGEST_MILLIS) * 1_000_000;
      lock.lock();
      try {
        if (!due || at - dueAt < 0) {
          due = true;
          dueAt = at;
          changed.signalAll();
        }
      } finally {
        lock.unlock();
      }
    }

    /** Lets so many of them look. */
    void signal(int looks) {
      lock.lock();
      try {
        signals += looks;
        for (int i = 0; i < looks; i++) {
          changed.signal();
        }
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void message(String channel, byte[] body) {
      signal(1);
    }

    @Override
    public void reconnected() {
      signal(1);
    }
  }
}
