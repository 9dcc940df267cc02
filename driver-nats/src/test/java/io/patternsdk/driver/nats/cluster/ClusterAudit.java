package io.patternsdk.driver.nats.cluster;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_SCAN;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.keyvalue.Versioned;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.core.queue.MessageQueue.Depth;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.StreamReader;
import io.patternsdk.core.stream.StreamRecord;
import io.patternsdk.driver.nats.cluster.ClusterLoad.Kind;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.history.StreamHistory.Poll;
import io.patternsdk.testkit.history.StreamHistoryChecker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Compares what the callers of a load that is over were told with what there is, as a backend says
 * that was not among them. A member that was away may not know all at once, so what is missing is
 * looked for again.
 */
final class ClusterAudit {
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(2));
  private static final int PAGE = 500;

  /** So many are acknowledged before they are visible again. */
  private static final int FEW = 20;

  private final ClusterLoad load;
  private final Backend backend;

  ClusterAudit(ClusterLoad load, Backend backend) {
    this.load = load;
    this.backend = backend;
  }

  void check() {
    SOON.check(this::drain);
    SOON.check(() -> sound(Kind.VALUES, values(), Set.of()));
    SOON.check(() -> sound(Kind.REGISTERS, registers(), Set.of()));
    SOON.check(this::stream);
  }

  private void sound(Kind kind, List<String> found, Set<String> perhapsTaken) {
    assertThat(load.account(kind).problems(found, perhapsTaken)).as("%s", kind).isEmpty();
  }

  private void drain() {
    MessageQueue queue = backend.require(QUEUE_BASIC);
    List<Delivery> some = few(queue);
    while (!some.isEmpty()) {
      load.take(queue, some);
      some = few(queue);
    }
    assertThat(queue.depth(ClusterLoad.QUEUE)).isEqualTo(new Depth(0, 0));
    sound(Kind.QUEUE, load.taken(), load.perhapsTaken());
  }

  private static List<Delivery> few(MessageQueue queue) {
    return queue.receive(ClusterLoad.QUEUE, FEW, Duration.ofMillis(500));
  }

  private List<String> values() {
    try (Scan<String> keys = backend.require(KEYVALUE_SCAN).keys(ClusterLoad.VALUES)) {
      return keys.toList().stream().map(key -> key.substring(ClusterLoad.VALUES.length())).toList();
    }
  }

  private List<String> registers() {
    List<String> all = new ArrayList<>();
    for (int i = 0; ; i++) {
      Optional<Versioned> found =
          backend.require(KEYVALUE_CAS).getVersioned(ClusterLoad.register(i));
      if (found.isEmpty()) {
        return all;
      }
      all.addAll(ClusterLoad.texts(found.get()));
    }
  }

  /** Reads all of the stream, from its beginning, as if it had been handed to one member. */
  private void stream() {
    List<StreamRecord> records = new ArrayList<>();
    long begin = load.history().begin();
    try (StreamReader reader =
        backend.require(STREAM_BASIC).read(ClusterLoad.STREAM, ReadFrom.earliest())) {
      List<StreamRecord> some = reader.poll(PAGE, Duration.ZERO);
      while (!some.isEmpty()) {
        records.addAll(some);
        some = reader.poll(PAGE, Duration.ZERO);
      }
    }
    List<String> texts = records.stream().map(record -> record.message().text()).toList();
    sound(Kind.STREAM, texts, Set.of());
    // A poll is in order by partition.
    load.history().add(new Poll(load.history().span(begin), "auditor", records));
    assertThat(StreamHistoryChecker.check(load.history(), true)).isEmpty();
  }
}
