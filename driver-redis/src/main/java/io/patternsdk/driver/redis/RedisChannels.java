package io.patternsdk.driver.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.RedisPubSubListener;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The feeds of one connection, each with those who listen to it. The connection is made for the
 * first listener. When it is lost the client makes it again and subscribes to all feeds; each
 * listener learns of it once its feed is confirmed.
 */
final class RedisChannels extends RedisPubSubAdapter<String, byte[]>
    implements RedisConnectionStateListener {
  private final RedisConnections redis;
  private final RedisConnections.Lane<StatefulRedisPubSubConnection<String, byte[]>> lane;
  private final Map<Feed, State> feeds = new ConcurrentHashMap<>();

  RedisChannels(RedisConnections redis) {
    this.redis = redis;
    this.lane = redis.subscribing(this::listenTo);
  }

  /** What the server is subscribed to: a channel, or all channels of a pattern. */
  record Feed(String name, boolean pattern) {}

  /** Takes what a feed brings, on the client's thread: it must not block. */
  interface Listener {
    /** Takes a message from a channel. */
    void message(String channel, byte[] body);

    /** Learns that the connection was lost and the feed is back. */
    void reconnected();
  }

  /** The listeners of a feed; changed under the lock. */
  private static final class State {
    final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /** The subscription's answer; null after the connection was lost. */
    @Nullable CompletableFuture<Void> answer;

    boolean lost;
  }

  private StatefulRedisPubSubConnection<String, byte[]> listenTo(
      StatefulRedisPubSubConnection<String, byte[]> connection) {
    connection.addListener((RedisPubSubListener<String, byte[]>) this);
    connection.addListener((RedisConnectionStateListener) this);
    return connection;
  }

  /**
   * Adds a listener, unless it is there, and returns once the server has confirmed that the feed
   * flows. Where that fails the listener stays and has to be taken away.
   */
  void join(Feed feed, Listener listener) {
    Deadline deadline = redis.calls().begin();
    var connection = lane.get(deadline);
    redis.calls().awaitShared(added(feed, listener, connection), deadline, Effect.UNKNOWN);
  }

  private synchronized CompletableFuture<Void> added(
      Feed feed, Listener listener, StatefulRedisPubSubConnection<String, byte[]> connection) {
    State state = feeds.computeIfAbsent(feed, key -> new State());
    if (!state.listeners.contains(listener)) {
      state.listeners.add(listener);
    }
    CompletableFuture<Void> answer = state.answer;
    if (answer == null || answer.isCompletedExceptionally()) {
      answer =
          (feed.pattern()
                  ? connection.async().psubscribe(feed.name())
                  : connection.async().subscribe(feed.name()))
              .toCompletableFuture();
      state.answer = answer;
    }
    return answer;
  }

  /** Takes a listener away; the last one ends the feed, without waiting for the server. */
  synchronized void leave(Feed feed, Listener listener) {
    State state = feeds.get(feed);
    if (state != null && state.listeners.remove(listener) && state.listeners.isEmpty()) {
      feeds.remove(feed);
      unsubscribe(feed);
    }
  }

  /** Makes a round trip on the connection, if there is one. */
  void check() {
    var connection = lane.current();
    if (connection != null) {
      var unused = redis.calls().await(connection.async().ping(), redis.calls().begin());
    }
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
      state.listeners.forEach(listener -> listener.message(channel, body));
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

  private synchronized void confirmed(Feed feed) {
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
  }

  @Override
  public synchronized void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
    for (State state : feeds.values()) {
      state.lost = true;
      state.answer = null;
    }
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
}
