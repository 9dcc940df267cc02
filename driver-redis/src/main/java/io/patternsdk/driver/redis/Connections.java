package io.patternsdk.driver.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The connections for commands. Single commands share the first; batches and walks take others, so
 * that a large answer holds up no small one. Those are opened while all others are busy, up to the
 * limit, and stay open.
 */
final class Connections {
  static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  private final RedisClient client;
  private final RedisURI uri;
  private final int limit;
  private final Duration patience;
  private final Lane<StatefulRedisConnection<String, byte[]>> first;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Bulk> bulks = new ArrayList<>();

  Connections(RedisClient client, RedisURI uri, int limit, Duration patience) {
    this.client = client;
    this.uri = uri;
    this.limit = limit;
    this.patience = patience;
    this.first = new Lane<>(this::connect, patience);
  }

  /** The connection for single commands. */
  Lane<StatefulRedisConnection<String, byte[]>> single() {
    return first;
  }

  /** A connection for one large command or batch, to be {@linkplain Bulk#done given back}. */
  Bulk bulk() {
    lock.lock();
    try {
      Bulk least = null;
      for (Bulk bulk : bulks) {
        least = least == null || bulk.users < least.users ? bulk : least;
      }
      if (least == null || (least.users > 0 && bulks.size() < limit - 1)) {
        least = new Bulk(limit == 1 ? first : new Lane<>(this::connect, patience));
        bulks.add(least);
      }
      least.users++;
      return least;
    } finally {
      lock.unlock();
    }
  }

  private CompletionStage<StatefulRedisConnection<String, byte[]>> connect() {
    return client.connectAsync(CODEC, uri);
  }

  /** Makes no more connections; the client ends those that it made. */
  void close() {
    lock.lock();
    try {
      first.close();
      bulks.forEach(bulk -> bulk.lane.close());
    } finally {
      lock.unlock();
    }
  }

  /** The use of a connection by one batch. */
  final class Bulk {
    private final Lane<StatefulRedisConnection<String, byte[]>> lane;
    private int users;

    private Bulk(Lane<StatefulRedisConnection<String, byte[]>> lane) {
      this.lane = lane;
    }

    Lane<StatefulRedisConnection<String, byte[]>> lane() {
      return lane;
    }

    /** Says that the batch is over. */
    void done() {
      lock.lock();
      try {
        users--;
      } finally {
        lock.unlock();
      }
    }
  }
}
