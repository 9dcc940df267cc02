package io.patternsdk.driver.redis;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BATCH;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_SCAN;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Message;
import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.keyvalue.Entry;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.keyvalue.KeyValueBatch;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.contract.CrashLoad;
import io.patternsdk.testkit.server.RedisCluster;
import io.patternsdk.testkit.server.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Slots move from master to master, with and without load. */
class RedisReshardingTest {
  private static final Eventually SOON = Eventually.within(Duration.ofSeconds(60));
  private static final int ENOUGH = 200;

  @RegisterExtension static final RedisCluster CLUSTER = RedisCluster.of(3);

  @Test
  void walksAndBatchesFindWhatIsOnItsWay() {
    try (ClusteredBackend on = ClusteredBackend.on(CLUSTER)) {
      Map<String, byte[]> values = new TreeMap<>();
      for (int i = 0; i < 40; i++) {
        values.put((i < 20 ? "{moves}" : "stays") + i, new byte[] {(byte) i});
      }
      KeyValueBatch batch = on.backend.require(KEYVALUE_BATCH);
      batch.setAll(values);
      int slot = on.slotOfKey("{moves}0");
      moveAway(
          slot,
          () -> {
            checkAllFound(on, values);
            batch.setAll(values);
            assertThat(batch.getAll(values.keySet())).hasSize(values.size());
            values.remove("{moves}3");
            values.remove("{moves}13");
            assertThat(batch.deleteAll(Set.of("{moves}3", "{moves}13"))).isEqualTo(2);
          });
      checkAllFound(on, values);
      moveBack(slot, () -> checkAllFound(on, values));
      checkAllFound(on, values);
    }
  }

  private static void checkAllFound(ClusteredBackend on, Map<String, byte[]> values) {
    KeyValue keyValue = on.backend.require(KEYVALUE_BASIC);
    for (String key : values.keySet()) {
      assertThat(keyValue.get(key)).as(key).isPresent();
    }
    List<String> entries = new ArrayList<>();
    try (Scan<Entry> walk = on.backend.require(KEYVALUE_SCAN).entries("")) {
      for (List<Entry> page = walk.nextPage(); !page.isEmpty(); page = walk.nextPage()) {
        page.forEach(entry -> entries.add(entry.key()));
      }
    }
    assertThat(entries).containsExactlyInAnyOrderElementsOf(values.keySet());
    assertThat(on.backend.require(KEYVALUE_SCAN).count("")).isEqualTo(values.size());
    assertThat(on.backend.require(KEYVALUE_BATCH).getAll(values.keySet()).keySet())
        .isEqualTo(values.keySet());
  }

  @Test
  void aStreamMovesUnderLoad() {
    try (ClusteredBackend on = ClusteredBackend.on(CLUSTER)) {
      MessageStream streams = on.backend.require(STREAM_BASIC);
      CrashLoad load = new CrashLoad(text -> streams.append("s", Message.of(text)));
      load.run(() -> moveThereAndBack(on.slotOfStream("s"), load));
      check(on.texts("s"), load);
    }
  }

  @Test
  void aQueueMovesUnderLoad() {
    try (ClusteredBackend on = ClusteredBackend.on(CLUSTER)) {
      MessageQueue queues = on.backend.require(QUEUE_BASIC);
      CrashLoad load = new CrashLoad(text -> queues.enqueue("q", Message.of(text)));
      load.run(() -> moveThereAndBack(on.slotOfQueue("q"), load));
      List<String> texts = new ArrayList<>();
      List<Delivery> some = queues.receive("q", 500, Duration.ZERO);
      while (!some.isEmpty()) {
        for (Delivery delivery : some) {
          texts.add(delivery.message().text());
          assertThat(queues.ack("q", delivery.receipt())).isTrue();
        }
        some = queues.receive("q", 500, Duration.ZERO);
      }
      check(texts, load);
    }
  }

  private static void check(Collection<String> stored, CrashLoad load) {
    load.checkReasons();
    assertThat(stored).doesNotHaveDuplicates().containsAll(load.kept());
    Set<String> others = new TreeSet<>(stored);
    others.removeAll(new HashSet<>(load.kept()));
    assertThat(load.perhaps()).as("what may have been stored").containsAll(others);
  }

  private static void moveThereAndBack(int slot, CrashLoad load) {
    awaitMore(load);
    moveAway(slot, () -> {});
    awaitMore(load);
    moveBack(slot, () -> {});
    awaitMore(load);
  }

  private static void awaitMore(CrashLoad load) {
    int before = load.kept().size();
    SOON.until("that writes succeed", () -> load.kept().size() >= before + ENOUGH);
  }

  private static void moveAway(int slot, Runnable between) {
    CLUSTER.moveSlot(slot, CLUSTER.master(slot), next(slot), between);
  }

  private static void moveBack(int slot, Runnable between) {
    CLUSTER.moveSlot(slot, next(slot), CLUSTER.master(slot), between);
  }

  private static RedisServer next(int slot) {
    List<RedisServer> masters = CLUSTER.masters();
    return masters.get((masters.indexOf(CLUSTER.master(slot)) + 1) % masters.size());
  }
}
