package io.patternsdk.driver.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import java.net.SocketAddress;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts the connections that the client has made again. */
final class RedisReconnects implements RedisConnectionStateListener {
  private final Set<RedisChannelHandler<?, ?>> known =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
  private final LongAdder again = new LongAdder();

  @Override
  public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
    if (!known.add(connection)) {
      again.increment();
    }
  }

  long count() {
    return again.sum();
  }
}
