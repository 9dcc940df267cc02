package io.patternsdk.benchmarks.drivers;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.patternsdk.benchmarks.paired.Comparison;
import io.patternsdk.benchmarks.paired.Crowd;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.standard.StandardCapabilities;
import io.patternsdk.testkit.server.RedisServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Reads and writes of one server by lettuce and by the driver. */
record RedisWork(
    RedisServer server,
    RedisClient client,
    StatefulRedisConnection<String, byte[]> raw,
    Backend backend,
    KeyValue driver)
    implements AutoCloseable {
  private static final byte[] VALUE = new byte[100];
  private static final String KEY = "identity:service-1234";
  private static final String FULL_KEY = "bench:" + KEY;
  private static final long TIMEOUT = 5;

  static RedisWork start() {
    RedisServer server = RedisServer.start();
    RedisClient client = RedisClient.create(server.uri());
    Backend backend =
        DriverRegistry.load()
            .open(
                "redis",
                BackendOptions.named("bench")
                    .namespace("bench")
                    .settings(Map.of("addresses", List.of(server.uri()))));
    KeyValue driver = backend.require(StandardCapabilities.KEYVALUE_BASIC);
    driver.set(KEY, VALUE);
    return new RedisWork(
        server,
        client,
        client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE)),
        backend,
        driver);
  }

  Comparison get(int crowd) {
    return new Comparison("GET")
        .add(
            "lettuce, async and get",
            Crowd.of(crowd, () -> raw.async().get(FULL_KEY).get(TIMEOUT, TimeUnit.SECONDS)))
        .add("driver", Crowd.of(crowd, () -> driver.get(KEY)))
        .add("lettuce, sync", Crowd.of(crowd, () -> raw.sync().get(FULL_KEY)));
  }

  Comparison set(int crowd) {
    return new Comparison("SET")
        .add(
            "lettuce, async and get",
            Crowd.of(crowd, () -> raw.async().set(FULL_KEY, VALUE).get(TIMEOUT, TimeUnit.SECONDS)))
        .add("driver", Crowd.of(crowd, () -> driver.set(KEY, VALUE)))
        .add("lettuce, sync", Crowd.of(crowd, () -> raw.sync().set(FULL_KEY, VALUE)));
  }

  @Override
  public void close() {
    backend.close();
    client.shutdown();
    server.close();
  }
}
