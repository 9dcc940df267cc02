package io.patternsdk.driver.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.patternsdk.core.Deadline;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The feeds of one connection, each with those who listen to it. The connection is made for the
 * first listener. When it is lost the client makes it again and subscribes to all feeds; each
 * listener learns of it once its feed is confirmed.
 */
final class Channels extends RedisPubSubAdapter<String, byte[]>
    implements RedisConnectionStateListener {
  private final Calls calls;
  private final Lane<StatefulRedisPubSubConnection<String, byte[]>> lane;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Feed, State> feeds = new ConcurrentHashMap<>();

  Channels(
      Calls calls,
      Supplier<? extends CompletionStage<StatefulRedisPubSubConnection<String, byte[]>>> connector,
      Duration patience) {
    this.calls = calls;
    this.lane = new Lane<>(() -> connector.get().thenApply(this::listenTo), patience);
  }

  /** The listeners of a feed; changed under the lock. */
  private static final class State {
    final CopyOnWriteArrayList<Listener> listeners = new CopyOnWriteArrayList<>();

    /** The subscription's answer; null after the connection was lost. */
    @Nullable Future<Void> answer;

    boolean lost;
  }

  private StatefulRedisPubSubConnection<String, byte[]> listenTo(
      StatefulRedisPubSubConnection<String, byte[]> connection) {
    connection.addListener((io.lettuce.core.pubsub.RedisPubSubListener<String, byte[]>) this);
    connection.addListener((RedisConnectionStateListener) this);
    return connection;
  }

  /**
   * Adds a listener, unless it is there, and returns once the server has confirmed that the feed
   * flows. Where that fails the listener stays and has to be taken away.
   */
  void join(Feed feed, Listener listener) {
    Deadline deadline = calls.deadline();
    var connection = calls.connect(lane, deadline);
    Future<Void> answer;
    lock.lock();
    try {
      State state = feeds.computeIfAbsent(feed, key -> new State());
      state.listeners.addIfAbsent(listener);
      if (state.answer == null || failed(state.answer)) {
        state.answer = subscribe(connection, feed);
      }
      answer = state.answer;
    } finally {
      lock.unlock();
    }
    calls.awaitShared(answer, deadline);
  }

  /** Takes a listener away; the last one ends the feed, without waiting for the server. */
  void leave(Feed feed, Listener listener) {
    lock.lock();
    try {
      State state = feeds.get(feed);
      if (state != null && state.listeners.remove(listener) && state.listeners.isEmpty()) {
        feeds.remove(feed);
        unsubscribe(feed);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Makes no more connections; the client ends the one that it made. */
  void close() {
    lane.close();
  }

  @Override
  public void message(String channel, byte[] body) {
    deliver(new Feed(channel, false), channel, body);
  }

  @Override
  public void message(String pattern, String channel, byte[] body) {
    deliver(new Feed(pattern, true), channel, body);
  }

  private void deliver(Feed feed, String channel, byte[] body) {
    State state = feeds.get(feed);
    if (state != null) {
      for (Listener listener : state.listeners) {
        listener.message(channel, body);
      }
    }
  }

  @Override
  public void subscribed(String channel, long count) {
    confirmed(new Feed(channel, false));
  }

  @Override
  public void psubscribed(String pattern, long count) {
    confirmed(new Feed(pattern, true));
  }

  private void confirmed(Feed feed) {
    lock.lock();
    try {
      State state = feeds.get(feed);
      if (state == null) {
        // Its last listener left while the connection was lost.
        unsubscribe(feed);
      } else if (state.lost) {
        state.lost = false;
        if (state.answer == null) {
          state.answer = CompletableFuture.completedFuture(null);
        }
        state.listeners.forEach(Listener::reconnected);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
    lock.lock();
    try {
      for (State state : feeds.values()) {
        state.lost = true;
        state.answer = null;
      }
    } finally {
      lock.unlock();
    }
  }

  private static Future<Void> subscribe(
      StatefulRedisPubSubConnection<String, byte[]> connection, Feed feed) {
    return feed.pattern()
        ? connection.async().psubscribe(feed.name())
        : connection.async().subscribe(feed.name());
  }

  private void unsubscribe(Feed feed) {
    var connection = lane.current();
    if (connection != null) {
      // While the connection is lost this fails, and the feed ends when it is confirmed again.
      var unused =
          feed.pattern()
              ? connection.async().punsubscribe(feed.name())
              : connection.async().unsubscribe(feed.name());
    }
  }

  private static boolean failed(Future<?> answer) {
    return answer.isDone() && answer.state() != Future.State.SUCCESS;
  }
}
