package io.patternsdk.driver.redis;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

/**
 * A way for commands, as the client sees it: to one server, or to those of a cluster, where each
 * command finds the server of its key.
 */
record RedisLink(
    StatefulConnection<String, byte[]> connection,
    RedisClusterAsyncCommands<String, byte[]> commands) {

  static RedisLink to(StatefulRedisConnection<String, byte[]> server) {
    return new RedisLink(server, server.async());
  }

  static RedisLink to(StatefulRedisClusterConnection<String, byte[]> cluster) {
    return new RedisLink(cluster, cluster.async());
  }
}
