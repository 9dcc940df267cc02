package io.patternsdk.driver.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.TrackingArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.push.PushListener;
import io.lettuce.core.api.push.PushMessage;
import io.lettuce.core.codec.StringCodec;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.driver.AutoResetEvent;
import java.net.SocketAddress;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Tells those who wait when a key has changed that they have read. A server remembers what is read
 * on one connection, which all share, and says once that it has changed; whoever is told reads
 * again. So who waits holds no connection, nothing is polled, and whoever writes sends nothing
 * more.
 */
final class RedisTracking {
  private final RedisConnections redis;
  private final RedisConnections.Lane<RedisLink> lane;
  private final ConcurrentMap<String, Set<Watch>> watches = new ConcurrentHashMap<>();
  private final Map<StatefulRedisConnection<String, byte[]>, Server> servers =
      Collections.synchronizedMap(new WeakHashMap<>());

  RedisTracking(RedisConnections redis) {
    this.redis = redis;
    this.lane = redis.lane();
  }

  /** What is known of one server's connection. */
  private final class Server implements PushListener, RedisConnectionStateListener {
    /** Counts how often the connection was lost. */
    private final AtomicLong losses = new AtomicLong();

    /** After which loss the server was asked to track. */
    private volatile long tracked = -1;

    static Server on(StatefulRedisConnection<String, byte[]> connection, RedisTracking all) {
      Server server = all.new Server();
      connection.addListener((PushListener) server);
      connection.addListener((RedisConnectionStateListener) server);
      return server;
    }

    void track(RedisConnections.Batch batch) {
      long current = losses.get();
      if (tracked != current) {
        var unused = batch.await(batch.commands().clientTracking(TrackingArgs.Builder.enabled()));
        tracked = current;
      }
    }

    @Override
    public void onPushMessage(PushMessage message) {
      if (message.getType().equals("invalidate")) {
        List<Object> content = message.getContent(StringCodec.UTF8::decodeKey);
        if (content.get(1) instanceof List<?> changed) {
          changed.forEach(
              key -> watches.getOrDefault(String.valueOf(key), Set.of()).forEach(Watch::signal));
        } else {
          signalAll(); // the server has forgotten all keys
        }
      }
    }

    @Override
    public void onRedisDisconnected(RedisChannelHandler<?, ?> lost) {
      losses.incrementAndGet();
      signalAll(); // another server may hold the keys by now
    }

    @Override
    public void onRedisConnected(RedisChannelHandler<?, ?> made, SocketAddress address) {
      signalAll(); // whatever the lost connection would have heard
    }
  }

  /** Begins to watch keys; what changes after they are read by {@link #call} is signalled. */
  Watch watch(List<String> keys) {
    Watch watch = new Watch(List.copyOf(keys));
    for (String key : keys) {
      watches.compute(
          key,
          (k, there) -> {
            Set<Watch> all = there == null ? ConcurrentHashMap.newKeySet() : there;
            all.add(watch);
            return all;
          });
    }
    return watch;
  }

  /** Reads on the connection that hears of changes to a key, and to those that lie with it. */
  <T> T call(String key, Function<RedisConnections.Batch, T> work) {
    RedisConnections.Batch batch = redis.at(lane, key, redis.calls().begin());
    if (batch.connection() instanceof StatefulRedisConnection<String, byte[]> connection) {
      servers.computeIfAbsent(connection, made -> Server.on(made, this)).track(batch);
    }
    return work.apply(batch);
  }

  /** Makes a round trip on the connection, if there is one. */
  void check() {
    RedisLink made = lane.current();
    if (made != null) {
      var unused = redis.calls().await(made.commands().ping(), redis.calls().begin());
    }
  }

  private void signalAll() {
    watches.values().forEach(all -> all.forEach(Watch::signal));
  }

  /** Lets all of them look, and find that the driver is closed. */
  void close() {
    signalAll();
  }

  /** One who waits for some keys. */
  final class Watch implements AutoCloseable {
    private final List<String> keys;
    private final AutoResetEvent changed = new AutoResetEvent(redis.calls());

    private Watch(List<String> keys) {
      this.keys = keys;
    }

    /** Waits for a reason to look, or until the end. */
    void await(Deadline end) {
      changed.await(end);
    }

    /** Lets it look. */
    void signal() {
      changed.signal();
    }

    @Override
    public void close() {
      for (String key : keys) {
        var unused =
            watches.computeIfPresent(
                key,
                (k, there) -> {
                  there.remove(this);
                  return there.isEmpty() ? null : there;
                });
      }
    }
  }
}
