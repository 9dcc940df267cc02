package io.patternsdk.driver.redis;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Message;
import io.patternsdk.core.capability.Traits.Durability;
import io.patternsdk.core.pubsub.PubSub;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.contract.CrashLoad;
import io.patternsdk.testkit.server.RedisCluster;
import io.patternsdk.testkit.server.RedisProfile;
import io.patternsdk.testkit.server.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A master is killed under load, and its replica takes over. */
class RedisClusterFailoverTest {
  private static final Eventually SOON = Eventually.within(Duration.ofSeconds(60));
  private static final int STREAMS = 8;
  private static final int ENOUGH = 300;

  @RegisterExtension
  static final RedisCluster CLUSTER = RedisCluster.start(RedisProfile.plain(), 3, 1);

  @Test
  void writesResumeAndOnlyWhatTheReplicaLackedIsLost() {
    try (ClusteredBackend on = ClusteredBackend.on(CLUSTER)) {
      assertThat(on.backend.capabilities().traits(STREAM_BASIC).durability())
          .isLessThanOrEqualTo(Durability.PERIODIC);
      Set<String> heard = ConcurrentHashMap.newKeySet();
      PubSub topics = on.backend.require(PUBSUB_BASIC);
      var unused = topics.subscribe("news", (topic, message) -> heard.add(message.text()));
      MessageStream streams = on.backend.require(STREAM_BASIC);
      CrashLoad load = new CrashLoad(text -> streams.append(stream(text), Message.of(text)));
      RedisServer victim = CLUSTER.master(on.slotOfStream("s0"));
      Set<String> replicated = new TreeSet<>();
      load.run(
          () -> {
            awaitMore(load);
            replicated.addAll(load.kept());
            CLUSTER.awaitReplicas();
            long killed = System.nanoTime();
            victim.kill();
            SOON.check(() -> streams.append("s0", Message.of("resumed")));
            Duration taken = Duration.ofNanos(System.nanoTime() - killed);
            System.out.println(
                "writes to a killed master resumed after " + taken.toMillis() + " ms");
            awaitMore(load);
          });
      load.checkReasons();
      List<String> stored = new ArrayList<>();
      List<String> spared = new ArrayList<>();
      for (int i = 0; i < STREAMS; i++) {
        stored.addAll(on.texts("s" + i));
        if (CLUSTER.master(on.slotOfStream("s" + i)) != victim) {
          spared.add("s" + i);
        }
      }
      assertThat(stored).doesNotHaveDuplicates().containsAll(replicated).contains("resumed");
      Set<String> lost = new TreeSet<>(load.kept());
      lost.removeAll(new TreeSet<>(stored));
      System.out.println(lost.size() + " of " + load.kept().size() + " acknowledged were lost");
      assertThat(lost).allSatisfy(text -> assertThat(spared).doesNotContain(stream(text)));
      stored.removeAll(load.kept());
      stored.remove("resumed");
      assertThat(load.perhaps()).as("what may have been stored").containsAll(stored);

      on.backend.require(KEYVALUE_BASIC).set("k", new byte[1]);
      SOON.check(
          () -> {
            topics.publish("news", Message.of("after"));
            assertThat(heard).contains("after");
          });
    }
  }

  private static String stream(String text) {
    return "s" + Math.floorMod(text.hashCode(), STREAMS);
  }

  private static void awaitMore(CrashLoad load) {
    int before = load.kept().size();
    SOON.until("that writes succeed", () -> load.kept().size() >= before + ENOUGH);
  }
}
