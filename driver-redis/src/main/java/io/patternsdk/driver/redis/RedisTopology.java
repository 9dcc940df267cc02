package io.patternsdk.driver.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.patternsdk.core.BackendException;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Which servers there are and how they are reached: one, or those of a cluster. Thread-safe. */
interface RedisTopology {
  /** The client, which whoever made the topology closes. */
  AbstractRedisClient client();

  /** Makes a link on which every command finds its server. */
  CompletionStage<RedisLink> connect();

  /** Makes a link on which reads go to a replica where there is one. */
  CompletionStage<RedisLink> connectToRead();

  /** Makes a connection for subscriptions, on which arrives what any of the servers takes. */
  CompletionStage<StatefulRedisPubSubConnection<String, byte[]>> subscribe();

  /** The servers that hold keys, by what is known of them now. */
  CompletionStage<Servers> servers(RedisLink link);

  /** The part of a link that leads to the server of a key. */
  CompletionStage<RedisLink> server(RedisLink link, String key);

  /** Keys of one number may be named by one command. */
  int slot(String key);

  /** Hears of a failure, and makes sure that the next call does not meet it for the same reason. */
  void failed(BackendException failure);

  /** Hears that a server at the other end of a connection is a replica. */
  void replica();

  /** Servers that hold keys, each a part of one link. */
  interface Servers {
    /** A part for each server. */
    List<RedisLink> parts();

    /** What happened to the places of keys since the servers were named. */
    CompletionStage<Stability> stability();
  }

  /** What happened to the places of keys. */
  enum Stability {
    /** Every key stayed where it was. */
    STABLE,

    /** Keys are on their way from one server to another. */
    MOVING,

    /** Keys have another server now, and what is known of them has been brought up to date. */
    MOVED
  }
}
