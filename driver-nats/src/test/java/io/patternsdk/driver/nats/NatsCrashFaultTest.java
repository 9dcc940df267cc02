package io.patternsdk.driver.nats;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.capability.Delivery;
import io.patternsdk.core.capability.KeyValue;
import io.patternsdk.core.capability.Queue;
import io.patternsdk.core.driver.Backend;
import io.patternsdk.core.driver.BackendOptions;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.Leaks;
import io.patternsdk.testkit.server.NatsProfile;
import io.patternsdk.testkit.server.NatsServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The server is killed under load and started again. */
class NatsCrashFaultTest {
  private static final Eventually SOON = Eventually.within(Duration.ofSeconds(30));
  private static final int WRITERS = 8;

  @RegisterExtension static final NatsServer SERVER = NatsServer.start(NatsProfile.faults());

  private final Set<String> kept = ConcurrentHashMap.newKeySet();
  private final Set<String> deleted = ConcurrentHashMap.newKeySet();
  private final Set<String> perhaps = ConcurrentHashMap.newKeySet();
  private final Set<OperationException> failures = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean stop = new AtomicBoolean();

  @Test
  void nothingAcknowledgedIsLostAndNothingIsDoneTwice() throws Exception {
    BackendOptions options = Backends.options(SERVER.uri()).operationTimeout(Duration.ofSeconds(2));
    Recorder recorder = new Recorder();
    Leaks.none(
        () -> {
          try (Backend backend = Backends.open(options)) {
            backend.require(PUBSUB_BASIC).subscribe("topic", recorder);
            writeUnderFaults(backend);
            checkValues(backend.require(KEYVALUE_BASIC));
            checkQueue(backend.require(QUEUE_BASIC));
            recorder.awaits("RECONNECTED");
            backend.require(PUBSUB_BASIC).publish("topic", Message.of("after"));
            recorder.awaits("topic=after");
          }
        });
    assertThat(failures).isNotEmpty().allSatisfy(NatsCrashFaultTest::ofTheRightKind);
  }

  private void writeUnderFaults(Backend backend) throws InterruptedException {
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      String name = "writer-" + i;
      writers.add(Thread.startVirtualThread(() -> write(name, backend)));
    }
    for (int kills = 0; kills < 2; kills++) {
      awaitMore(200);
      SERVER.kill();
      awaitFailures(kills);
      SERVER.restart();
    }
    awaitMore(200);
    stop.set(true);
    for (Thread writer : writers) {
      writer.join();
    }
  }

  private void awaitMore(int count) {
    int before = kept.size();
    SOON.until("that writes succeed", () -> kept.size() >= before + count);
  }

  private void awaitFailures(int before) {
    SOON.until("that writes fail", () -> failures.size() > before);
  }

  private void write(String name, Backend backend) {
    KeyValue values = backend.require(KEYVALUE_BASIC);
    Queue queue = backend.require(QUEUE_BASIC);
    for (int i = 0; !stop.get(); i++) {
      String text = name + "-" + i;
      try {
        values.set(text, text.getBytes(StandardCharsets.UTF_8));
        values.set(text + "-gone", text.getBytes(StandardCharsets.UTF_8));
        if (values.delete(text + "-gone")) {
          deleted.add(text + "-gone");
        }
        queue.enqueue("jobs", Message.of(text));
        kept.add(text);
      } catch (OperationException e) {
        failures.add(e);
        if (e.effect() == Effect.UNKNOWN) {
          perhaps.add(text);
        }
      }
    }
  }

  private static void ofTheRightKind(OperationException e) {
    ErrorKind kind = ((BackendException) e).kind();
    assertThat(kind).as("kind of %s", e).isIn(ErrorKind.UNAVAILABLE, ErrorKind.TIMED_OUT);
  }

  private void checkValues(KeyValue values) {
    assertThat(kept).allSatisfy(key -> assertThat(values.exists(key)).isTrue());
    assertThat(deleted).allSatisfy(key -> assertThat(values.exists(key)).isFalse());
  }

  private void checkQueue(Queue queue) {
    List<String> received = new ArrayList<>();
    List<Delivery> some = queue.receive("jobs", 500, Duration.ZERO);
    while (!some.isEmpty()) {
      for (Delivery delivery : some) {
        received.add(delivery.message().text());
        assertThat(queue.ack("jobs", delivery.receipt())).isTrue();
      }
      some = queue.receive("jobs", 500, Duration.ZERO);
    }
    assertThat(received).doesNotHaveDuplicates().containsAll(kept);
    received.removeAll(kept);
    assertThat(perhaps).containsAll(received);
  }
}
