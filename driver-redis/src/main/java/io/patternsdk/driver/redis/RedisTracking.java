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
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Tells those who wait when a key has changed that they have read. The server remembers what is
 * read on one connection, which all share, and says once that it has changed; whoever is told reads
 * again. So who waits holds no connection, nothing is polled, and whoever writes sends nothing
 * more.
 */
final class RedisTracking implements PushListener, RedisConnectionStateListener {
  private final RedisConnections redis;
  private final RedisConnections.Lane<StatefulRedisConnection<String, byte[]>> lane;
  private final ConcurrentMap<String, Set<Watch>> watches = new ConcurrentHashMap<>();

  /** Counts how often the connection was made. */
  private final AtomicLong connection = new AtomicLong();

  /** For which connection the server was asked to track. */
  private volatile long tracked = -1;

  RedisTracking(RedisConnections redis) {
    this.redis = redis;
    this.lane = redis.lane(this::listenTo);
  }

  private StatefulRedisConnection<String, byte[]> listenTo(
      StatefulRedisConnection<String, byte[]> made) {
    made.addListener((PushListener) this);
    made.addListener((RedisConnectionStateListener) this);
    return made;
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

  /** Reads on the connection that hears of changes. */
  <T> T call(Function<RedisConnections.Batch, T> work) {
    RedisConnections.Batch batch = redis.on(lane, redis.calls().begin());
    long current = connection.get();
    if (tracked != current) {
      var unused = batch.await(batch.commands().clientTracking(TrackingArgs.Builder.enabled()));
      tracked = current;
    }
    return work.apply(batch);
  }

  /** Makes a round trip on the connection, if there is one. */
  void check() {
    var made = lane.current();
    if (made != null) {
      var unused = redis.calls().await(made.async().ping(), redis.calls().begin());
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
    connection.incrementAndGet();
  }

  @Override
  public void onRedisConnected(RedisChannelHandler<?, ?> made, SocketAddress address) {
    signalAll(); // whatever the lost connection would have heard
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
