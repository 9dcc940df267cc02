package io.patternsdk.benchmarks.drivers;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.standard.StandardCapabilities;
import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.StreamReader;
import io.patternsdk.core.stream.coordination.Partitioner;
import io.patternsdk.testkit.server.PostgresServer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Work on one server by pgjdbc from a pool of HikariCP, and by the driver. */
record PostgresWork(
    PostgresServer server, HikariDataSource pool, PostgresClient raw, Backend backend)
    implements AutoCloseable {
  private static final int POOL = 20;
  private static final int BATCH = 100;
  private static final int KEYS = 10_000;
  private static final int PARTITIONS = 8;
  private static final byte[] VALUE = new byte[100];
  private static final Message ONE = Message.builder(VALUE).key("one").build();

  static PostgresWork start() {
    PostgresServer server = PostgresServer.start();
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(server.jdbc());
    config.setMaximumPoolSize(POOL);
    HikariDataSource pool = new HikariDataSource(config);
    Backend backend =
        DriverRegistry.load()
            .open(
                "postgres",
                BackendOptions.named("bench")
                    .namespace("bench")
                    .settings(
                        Map.of(
                            "addresses",
                            server.uri(),
                            "pool_size",
                            POOL,
                            "stream_partitions",
                            PARTITIONS)));
    PostgresWork work = new PostgresWork(server, pool, new PostgresClient(pool), backend);
    work.fill();
    return work;
  }

  private void fill() {
    try {
      raw.create();
      raw.upsertAll(values(0, KEYS));
      raw.fill(KEYS, VALUE);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    backend.require(StandardCapabilities.KEYVALUE_BATCH).setAll(values(0, KEYS));
    var unused =
        backend
            .require(StandardCapabilities.STREAM_BASIC)
            .appendAll("full", Collections.nCopies(KEYS, ONE));
  }

  private static String key(int number) {
    return "identity:service-" + number;
  }

  private static int any(int bound) {
    return ThreadLocalRandom.current().nextInt(bound);
  }

  byte[] select() throws SQLException {
    return raw.select(key(any(KEYS)));
  }

  void get() {
    var unused = backend.require(StandardCapabilities.KEYVALUE_BASIC).get(key(any(KEYS)));
  }

  void upsert() throws SQLException {
    raw.upsert(key(any(KEYS)), VALUE);
  }

  void set() {
    backend.require(StandardCapabilities.KEYVALUE_BASIC).set(key(any(KEYS)), VALUE);
  }

  void upsertAll() throws SQLException {
    raw.upsertAll(values());
  }

  void setAll() {
    backend.require(StandardCapabilities.KEYVALUE_BATCH).setAll(values());
  }

  /** Values of keys that follow each other, so that two batches lock them in the same order. */
  private static Map<String, byte[]> values() {
    return values(any(KEYS - BATCH), BATCH);
  }

  private static Map<String, byte[]> values(int first, int count) {
    Map<String, byte[]> values = new LinkedHashMap<>();
    IntStream.range(first, first + count).forEach(i -> values.put(key(i), VALUE));
    return values;
  }

  void rawRound() throws SQLException {
    raw.enqueue(VALUE);
    raw.ack(raw.take());
  }

  void queueRound() {
    var queue = backend.require(StandardCapabilities.QUEUE_BASIC);
    queue.enqueue("work", Message.of(VALUE));
    for (Delivery one : queue.receive("work", 1, Duration.ZERO)) {
      var unused = queue.ack("work", one.receipt());
    }
  }

  void rawAppend() throws SQLException {
    var unused = raw.append(1 + any(PARTITIONS), VALUE);
  }

  void append() {
    var unused =
        backend.require(StandardCapabilities.STREAM_BASIC).append("stream", Message.of(VALUE));
  }

  void rawRead() throws SQLException {
    raw.read(0, any(KEYS - BATCH), BATCH);
  }

  void read() {
    int partition = Partitioner.partition(ONE, PARTITIONS);
    Offset place = new Offset(partition, any(KEYS - BATCH));
    ReadFrom from = ReadFrom.after(List.of(place)).in(List.of(partition));
    try (StreamReader reader =
        backend.require(StandardCapabilities.STREAM_BASIC).read("full", from)) {
      check(reader.poll(BATCH, Duration.ZERO).size());
    }
  }

  static void check(int records) {
    if (records != BATCH) {
      throw new IllegalStateException(records + " records came instead of " + BATCH);
    }
  }

  @Override
  public void close() {
    backend.close();
    pool.close();
    server.close();
  }
}
