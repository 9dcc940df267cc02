package io.patternsdk.driver.redis;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
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
import io.patternsdk.testkit.server.RedisProfile;
import io.patternsdk.testkit.server.RedisServer;
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
class RedisCrashFaultTest {
  private static final Eventually SOON = Eventually.within(Duration.ofSeconds(30));
  private static final int WRITERS = 8;

  @RegisterExtension static final RedisServer SERVER = RedisServer.start(RedisProfile.faults());

  private final Set<String> kept = ConcurrentHashMap.newKeySet();
  private final Set<String> perhaps = ConcurrentHashMap.newKeySet();
  private final Set<OperationException> failures = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean stop = new AtomicBoolean();

  @Test
  void nothingAcknowledgedIsLostAndNothingIsDoneTwice() throws Exception {
    BackendOptions options = Backends.options(SERVER.uri()).operationTimeout(Duration.ofSeconds(2));
    Leaks.none(
        () -> {
          try (Backend backend = Backends.open(options)) {
            writeUnderFaults(backend);
            checkValues(backend.require(KEYVALUE_BASIC));
            checkQueue(backend.require(QUEUE_BASIC));
          }
        });
    assertThat(failures).isNotEmpty().allSatisfy(RedisCrashFaultTest::ofTheRightKind);
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
    assertThat(kind).isIn(ErrorKind.UNAVAILABLE, ErrorKind.TIMED_OUT);
  }

  private void checkValues(KeyValue values) {
    assertThat(kept).allSatisfy(key -> assertThat(values.exists(key)).isTrue());
  }

  private void checkQueue(Queue queue) {
    List<String> received = new ArrayList<>();
    List<Delivery> some = queue.receive("jobs", 500, Duration.ZERO);
    while (!some.isEmpty()) {
      some.forEach(delivery -> received.add(delivery.message().text()));
      some = queue.receive("jobs", 500, Duration.ZERO);
    }
    assertThat(received).doesNotHaveDuplicates().containsAll(kept);
    received.removeAll(kept);
    assertThat(perhaps).containsAll(received);
  }
}
