package io.patternsdk.driver.redis;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Wakes receivers by a channel for each queue that somebody waits for, all on the connection of the
 * subscriptions: a waiting receiver holds no connection, and nothing is polled.
 */
final class Wakeups {
  private final Channels channels;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Waiting> waiting = new HashMap<>();

  Wakeups(Channels channels) {
    this.channels = channels;
  }

  /** Joins those who wait; returns once every later signal will be seen. */
  Waiting enter(String channel) {
    Waiting joined;
    lock.lock();
    try {
      joined = waiting.computeIfAbsent(channel, key -> new Waiting());
      joined.users++;
    } finally {
      lock.unlock();
    }
    try {
      channels.join(new Feed(channel, false), joined);
    } catch (RuntimeException e) {
      exit(channel, joined);
      throw e;
    }
    return joined;
  }

  /** Leaves those who wait. */
  void exit(String channel, Waiting joined) {
    lock.lock();
    try {
      joined.users--;
      if (joined.users > 0) {
        return;
      }
      waiting.remove(channel, joined);
    } finally {
      lock.unlock();
    }
    channels.leave(new Feed(channel, false), joined);
  }

  /** Those who wait for a queue; null if nobody does. */
  @Nullable Waiting of(String channel) {
    lock.lock();
    try {
      return waiting.get(channel);
    } finally {
      lock.unlock();
    }
  }

  /** Lets all of them look, and find that the driver is closed. */
  void close() {
    lock.lock();
    try {
      for (Waiting joined : waiting.values()) {
        for (int i = 0; i < joined.users; i++) {
          joined.signal();
        }
      }
    } finally {
      lock.unlock();
    }
  }
}
