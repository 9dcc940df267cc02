package io.patternsdk.driver.nats;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BATCH;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_SCAN;
import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Health;
import io.patternsdk.core.Message;
import io.patternsdk.core.capability.KeyValue;
import io.patternsdk.core.capability.PubSub;
import io.patternsdk.core.capability.Publication;
import io.patternsdk.core.capability.Queue;
import io.patternsdk.core.driver.Backend;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.Rounds;
import io.patternsdk.testkit.proxy.TcpProxy;
import io.patternsdk.testkit.server.NatsServer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What callers learn when connections are cut, stalled and refused. */
class NatsConnectionFaultTest {
  private static final Eventually SOON = Eventually.within(Duration.ofSeconds(20));
  private static final byte[] VALUE = {1, 2, 3};

  private final TcpProxy proxy = TcpProxy.to(NatsServer.shared());
  private final Backend backend =
      Backends.open(
          Backends.options("nats://127.0.0.1:" + proxy.port(), Map.of("ping_interval", "500ms"))
              .operationTimeout(Duration.ofSeconds(2)));
  private final KeyValue values = backend.require(KEYVALUE_BASIC);
  private final Queue queue = backend.require(QUEUE_BASIC);
  private final PubSub topics = backend.require(PUBSUB_BASIC);

  @AfterEach
  void close() {
    backend.close();
    proxy.close();
  }

  @Test
  void whileDisconnectedNothingIsSent() {
    proxy.refuse();
    proxy.reset();
    List<ThrowingCallable> calls =
        List.of(
            () -> values.set("key", VALUE),
            () -> topics.publish("topic", Message.of("lost")),
            () -> topics.subscribe("topic", new Recorder()),
            () -> queue.enqueue("jobs", Message.of("work")),
            () -> queue.receive("jobs", 1, Duration.ofSeconds(30)));
    for (ThrowingCallable call : calls) {
      SOON.check(() -> assertThat(Failures.kindAndEffect(call)).isEqualTo("UNAVAILABLE NONE"));
    }
    assertThat(backend.health(Deadline.after(Duration.ofSeconds(1))).status())
        .isEqualTo(Health.Status.DOWN);
    proxy.heal();
    SOON.check(() -> values.set("key", VALUE));
    assertThat(backend.health(Deadline.NONE)).isEqualTo(Health.up());
  }

  @Test
  void aLostAnswerLeavesTheEffectOpenAndTheWriteIsDoneOnce() {
    assertThat(queue.depth("jobs").waiting()).isZero();
    Rounds.each(
        round -> {
          long before = SOON.value(() -> queue.depth("jobs")).waiting();
          proxy.loseNextAnswer();
          assertThat(Failures.kindAndEffect(() -> queue.enqueue("jobs", Message.of("work"))))
              .isEqualTo("UNAVAILABLE UNKNOWN");
          proxy.heal();
          assertThat(SOON.value(() -> queue.depth("jobs")).waiting()).isEqualTo(before + 1);
        });
  }

  @Test
  void aWriteThatIsCutOffIsDoneAtMostOnce() {
    Rounds.each(
        round -> {
          long before = SOON.value(() -> queue.depth("jobs")).waiting();
          proxy.cutAfterNextRequest();
          BackendException failure = Failures.of(() -> queue.enqueue("jobs", Message.of("work")));
          assertThat(failure.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
          proxy.heal();
          assertThat(SOON.value(() -> queue.depth("jobs")).waiting()).isBetween(before, before + 1);
        });
  }

  @Test
  void aPublishThatIsCutOffIsNotTakenForDone() {
    Rounds.each(
        round -> {
          SOON.check(() -> topics.publish("topic", Message.of("before")));
          proxy.loseNextAnswer();
          assertThat(Failures.kindAndEffect(() -> topics.publish("topic", Message.of("lost"))))
              .isEqualTo("UNAVAILABLE UNKNOWN");
          proxy.heal();
        });
  }

  @Test
  void aBatchThatIsCutOffIsUnknown() {
    var many = Collections.nCopies(1_000, new Publication("topic", Message.of("hello")));
    assertThat(topics.publishAll(many).published()).isEqualTo(1_000);
    proxy.cutAfterSending(20_000);
    var result = topics.publishAll(many);
    assertThat(result.failures()).isNotEmpty();
    assertThat(result.failures().values())
        .allSatisfy(
            f -> assertThat(((BackendException) f).kind()).isEqualTo(ErrorKind.UNAVAILABLE));
  }

  @Test
  void withoutAnAnswerACallEndsAtItsDeadline() {
    values.set("k", VALUE);
    proxy.stall();
    List<ThrowingCallable> calls =
        List.of(
            () -> values.set("k", VALUE),
            () -> topics.publish("topic", Message.of("hello")),
            () -> topics.subscribe("topic", new Recorder()),
            () -> backend.require(KEYVALUE_BATCH).setAll(Map.of("k", VALUE)),
            () -> backend.require(KEYVALUE_SCAN).keys("").toList(),
            () -> queue.receive("jobs", 1, Duration.ofSeconds(30)));
    for (ThrowingCallable call : calls) {
      BackendException failure =
          Failures.of(() -> Deadline.after(Duration.ofMillis(50)).run(() -> run(call)));
      assertThat(failure.kind()).isEqualTo(ErrorKind.TIMED_OUT);
      assertThat(failure.effect()).isEqualTo(Effect.UNKNOWN);
    }
    proxy.heal();
    SOON.check(() -> values.set("k", VALUE));
  }

  private static boolean run(ThrowingCallable call) {
    try {
      call.call();
      return true;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aServerThatVanishedIsConnectedToAnew() {
    long before = proxy.accepted();
    proxy.stall();
    SOON.check(() -> assertThat(proxy.accepted()).isGreaterThan(before));
    proxy.heal();
    SOON.check(() -> values.set("k", VALUE));
  }

  @Test
  void anInterruptIsReportedAndKept() {
    proxy.stall();
    CompletableFuture<String> failure = new CompletableFuture<>();
    CompletableFuture<Boolean> kept = new CompletableFuture<>();
    Thread caller =
        Thread.startVirtualThread(
            () -> {
              failure.complete(
                  Failures.kindAndEffect(() -> topics.publish("topic", Message.of("hello"))));
              kept.complete(Thread.currentThread().isInterrupted());
            });
    SOON.until(() -> caller.getState() == Thread.State.TIMED_WAITING);
    caller.interrupt();
    assertThat(failure.join()).isEqualTo("CANCELLED UNKNOWN");
    assertThat(kept.join()).isTrue();
  }

  @Test
  void anUnreachableServerIsNamed() {
    proxy.refuse();
    BackendException failure = Failures.of(() -> Backends.open("nats://127.0.0.1:" + proxy.port()));
    assertThat(Failures.kindAndEffect(failure)).isEqualTo("UNAVAILABLE NONE");
    assertThat(failure).hasMessageContaining("nats://127.0.0.1:" + proxy.port());
  }

  @Test
  void afterTooManyReconnectsItGivesUp() {
    try (Backend brief =
        Backends.open(
            Backends.options(
                "nats://127.0.0.1:" + proxy.port(),
                Map.of("max_reconnects", 1, "reconnect_wait", "10ms")))) {
      proxy.refuse();
      proxy.reset();
      SOON.check(
          () ->
              assertThat(brief.unwrap(io.nats.client.Connection.class).orElseThrow().getStatus())
                  .isEqualTo(io.nats.client.Connection.Status.CLOSED));
      proxy.heal();
      BackendException failure = Failures.of(() -> brief.require(KEYVALUE_BASIC).exists("k"));
      assertThat(Failures.kindAndEffect(failure)).isEqualTo("UNAVAILABLE NONE");
      assertThat(failure).hasMessageContaining("max_reconnects");
    }
  }
}
