package io.patternsdk.driver.redis;

import io.lettuce.core.RedisChannelWriter;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.pubsub.PubSubEndpoint;
import io.lettuce.core.pubsub.RedisPubSubReactiveCommandsImpl;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnectionImpl;
import io.lettuce.core.pubsub.api.reactive.RedisPubSubReactiveCommands;
import io.lettuce.core.pubsub.api.sync.RedisPubSubCommands;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A subscribing connection that makes what the driver does not use when it is asked for. */
final class LeanPubSubConnection<K, V> extends StatefulRedisPubSubConnectionImpl<K, V> {

  LeanPubSubConnection(
      PubSubEndpoint<K, V> endpoint,
      RedisChannelWriter writer,
      RedisCodec<K, V> codec,
      Duration timeout) {
    super(endpoint, writer, codec, timeout);
  }

  /** Called once, while the connection is made. */
  @Override
  protected @Nullable RedisPubSubCommands<K, V> newRedisSyncCommandsImpl() {
    return null;
  }

  /** Called once, while the connection is made. */
  @Override
  protected @Nullable RedisPubSubReactiveCommandsImpl<K, V> newRedisReactiveCommandsImpl() {
    return null;
  }

  @Override
  public RedisPubSubCommands<K, V> sync() {
    return super.newRedisSyncCommandsImpl();
  }

  @Override
  public RedisPubSubReactiveCommands<K, V> reactive() {
    return super.newRedisReactiveCommandsImpl();
  }
}
