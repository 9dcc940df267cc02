package io.patternsdk.driver.redis;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BATCH;
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
import io.patternsdk.core.capability.Publication;
import io.patternsdk.core.capability.PublishResult;
import io.patternsdk.core.capability.Queue;
import io.patternsdk.core.driver.Backend;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.Rounds;
import io.patternsdk.testkit.proxy.TcpProxy;
import io.patternsdk.testkit.server.RedisServer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What callers learn when connections are cut, stalled and refused. */
class RedisConnectionFaultTest {
  private static final Eventually SOON = Eventually.within(Duration.ofSeconds(20));
  private static final byte[] VALUE = {1, 2, 3};

  private final TcpProxy proxy = TcpProxy.to(RedisServer.shared());
  private final Backend backend =
      Backends.open(
          Backends.options("redis://127.0.0.1:" + proxy.port())
              .operationTimeout(Duration.ofSeconds(2)));
  private final KeyValue values = backend.require(KEYVALUE_BASIC);
  private final Queue queue = backend.require(QUEUE_BASIC);

  @AfterEach
  void close() {
    backend.close();
    proxy.close();
  }

  @Test
  void whileDisconnectedNothingIsSent() {
    proxy.refuse();
    proxy.reset();
    SOON.check(
        () ->
            assertThat(Failures.of(() -> values.set("key", VALUE)))
                .extracting(BackendException::kind, BackendException::effect)
                .containsExactly(ErrorKind.UNAVAILABLE, Effect.NONE));
    assertThat(backend.health(Deadline.after(Duration.ofSeconds(1))).status())
        .isEqualTo(Health.Status.DOWN);
    proxy.heal();
    SOON.check(() -> values.set("key", VALUE));
    assertThat(backend.health(Deadline.NONE)).isEqualTo(Health.up());
  }

  @Test
  void aLostAnswerLeavesTheEffectOpenAndTheWriteIsDoneOnce() {
    Rounds.each(
        round -> {
          String name = "jobs " + round;
          proxy.loseNextAnswer();
          assertThat(Failures.of(() -> queue.enqueue(name, Message.of("work"))))
              .extracting(BackendException::kind, BackendException::effect)
              .containsExactly(ErrorKind.UNAVAILABLE, Effect.UNKNOWN);
          proxy.heal();
          Queue.Depth depth = SOON.value(() -> queue.depth(name));
          assertThat(depth.waiting()).isEqualTo(1);
        });
  }

  @Test
  void aWriteThatIsCutOffIsDoneAtMostOnce() {
    Rounds.each(
        round -> {
          String name = "jobs " + round;
          proxy.cutAfterNextRequest();
          BackendException failure = Failures.of(() -> queue.enqueue(name, Message.of("work")));
          assertThat(failure.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
          proxy.heal();
          assertThat(SOON.value(() -> queue.depth(name)).waiting()).isBetween(0L, 1L);
        });
  }

  @Test
  void aBatchThatIsCutOffSaysWhichOfItIsUnknown() {
    PublishResult whole = backend.require(PUBSUB_BASIC).publishAll(publications(10));
    assertThat(whole.published()).isEqualTo(10);
    proxy.cutAfterSending(20_000);
    PublishResult result = backend.require(PUBSUB_BASIC).publishAll(publications(1_000));
    assertThat(result.failures()).isNotEmpty();
    assertThat(result.failures().values())
        .allSatisfy(
            failure ->
                assertThat(((BackendException) failure).kind()).isEqualTo(ErrorKind.UNAVAILABLE));
  }

  private static List<Publication> publications(int count) {
    return Collections.nCopies(count, new Publication("topic", Message.of("hello")));
  }

  @Test
  void withoutAnAnswerACallEndsAtItsDeadline() {
    proxy.stall();
    BackendException failure =
        Failures.of(() -> Deadline.within(Duration.ofMillis(100), () -> values.set("k", VALUE)));
    assertThat(Failures.kindAndEffect(failure)).isEqualTo("TIMED_OUT UNKNOWN");
    failure = Failures.of(() -> values.set("k", VALUE));
    assertThat(Failures.kindAndEffect(failure)).isEqualTo("TIMED_OUT UNKNOWN");
    failure =
        Failures.of(
            () ->
                Deadline.within(
                    Duration.ofMillis(200),
                    () -> backend.require(KEYVALUE_BATCH).setAll(Map.of("k", VALUE))));
    assertThat(failure.kind()).isEqualTo(ErrorKind.TIMED_OUT);
    proxy.heal();
    SOON.check(() -> values.set("k", VALUE));
  }

  @Test
  void aServerThatVanishedIsConnectedToAnew() {
    long before = proxy.accepted();
    proxy.stall();
    SOON.check(
        () -> {
          Failures.of(() -> Deadline.within(Duration.ofMillis(100), () -> values.get("k")));
          assertThat(proxy.accepted()).isGreaterThan(before);
        });
    proxy.heal();
    SOON.check(() -> values.set("k", VALUE));
  }

  @Test
  void anInterruptIsReportedAndKept() throws InterruptedException {
    proxy.stall();
    boolean[] kept = new boolean[1];
    BackendException[] failure = new BackendException[1];
    Thread caller =
        Thread.ofVirtual()
            .start(
                () -> {
                  failure[0] = Failures.of(() -> values.get("k"));
                  kept[0] = Thread.currentThread().isInterrupted();
                });
    SOON.until(() -> caller.getState() == Thread.State.WAITING);
    caller.interrupt();
    caller.join();
    assertThat(Failures.kindAndEffect(failure[0])).isEqualTo("CANCELLED UNKNOWN");
    assertThat(kept[0]).isTrue();
  }
}
