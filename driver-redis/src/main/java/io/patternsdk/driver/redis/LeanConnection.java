package io.patternsdk.driver.redis;

import io.lettuce.core.RedisChannelWriter;
import io.lettuce.core.RedisReactiveCommandsImpl;
import io.lettuce.core.StatefulRedisConnectionImpl;
import io.lettuce.core.api.reactive.RedisReactiveCommands;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.protocol.PushHandler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A connection that makes its synchronous and reactive commands when they are asked for. */
final class LeanConnection<K, V> extends StatefulRedisConnectionImpl<K, V> {

  LeanConnection(
      RedisChannelWriter writer, PushHandler handler, RedisCodec<K, V> codec, Duration timeout) {
    super(writer, handler, codec, timeout);
  }

  /** Called once, while the connection is made. */
  @Override
  protected @Nullable RedisCommands<K, V> newRedisSyncCommandsImpl() {
    return null;
  }

  /** Called once, while the connection is made. */
  @Override
  protected @Nullable RedisReactiveCommandsImpl<K, V> newRedisReactiveCommandsImpl() {
    return null;
  }

  @Override
  public RedisCommands<K, V> sync() {
    return super.newRedisSyncCommandsImpl();
  }

  @Override
  public RedisReactiveCommands<K, V> reactive() {
    return super.newRedisReactiveCommandsImpl();
  }
}
