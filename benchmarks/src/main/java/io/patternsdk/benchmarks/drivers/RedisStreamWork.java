package io.patternsdk.benchmarks.drivers;

import io.lettuce.core.Consumer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.patternsdk.testkit.server.RedisServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Streams of one Redis by lettuce and by the driver. */
record RedisStreamWork(
    RedisServer server,
    RedisClient client,
    StatefulRedisConnection<String, byte[]> raw,
    DriverStream driver)
    implements AutoCloseable {
  private static final String APPENDED = "raw:appended";
  private static final String READ = "raw:read";
  private static final AtomicInteger GROUPS = new AtomicInteger();
  private static final long TIMEOUT = 5;

  static RedisStreamWork start() throws Exception {
    RedisServer server = RedisServer.start();
    RedisClient client = RedisClient.create(server.uri());
    DriverStream driver = DriverStream.open("redis", Map.of("addresses", List.of(server.uri())));
    RedisStreamWork work =
        new RedisStreamWork(
            server,
            client,
            client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE)),
            driver);
    for (int i = 0; i < Rereading.RECORDS; i++) {
      work.add(READ);
    }
    return work;
  }

  void add() throws Exception {
    add(APPENDED);
  }

  private void add(String key) throws Exception {
    var unused = await(commands().xadd(key, Map.of("m", DriverStream.BODY)));
  }

  private RedisAsyncCommands<String, byte[]> commands() {
    return raw.async();
  }

  private static <T> T await(Future<T> answer) throws Exception {
    return answer.get(TIMEOUT, TimeUnit.SECONDS);
  }

  /** A group of its own, whose deliveries need no acknowledgement. */
  Rereading.Reader reader() throws Exception {
    String group = "group-" + GROUPS.incrementAndGet();
    var unused = await(commands().xgroupCreate(StreamOffset.from(READ, "0"), group));
    Consumer<String> consumer = Consumer.from(group, "one");
    StreamOffset<String>[] unread = unread();
    XReadArgs all = XReadArgs.Builder.count(Rereading.BATCH).noack(true);
    return new Rereading.Reader() {
      @Override
      public int next() throws Exception {
        return await(commands().xreadgroup(consumer, all, unread)).size();
      }

      @Override
      public void end() throws Exception {
        var unused = await(commands().xgroupDestroy(READ, group));
      }
    };
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of a generic type
  private static StreamOffset<String>[] unread() {
    return new StreamOffset[] {StreamOffset.lastConsumed(READ)};
  }

  @Override
  public void close() {
    driver.close();
    client.shutdown();
    server.close();
  }
}
