package io.patternsdk.concurrency.pipeline;

import static io.patternsdk.concurrency.fixtures.Inputs.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.concurrency.Step;
import io.patternsdk.concurrency.fixtures.Failures;
import io.patternsdk.concurrency.fixtures.Heard;
import io.patternsdk.concurrency.fixtures.Threads;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Rejection;
import io.patternsdk.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class PipelineTest extends GatedPipeline {
  @Test
  void itemsPassThroughAllStagesInOrder() {
    Pipeline<Integer> pipeline =
        Pipeline.<Integer>named("p")
            .filter("even", n -> n % 2 == 0)
            .map("text", n -> "n" + n)
            .flatMap("twice", text -> List.of(text, text.toUpperCase(java.util.Locale.ROOT)))
            .into("out", out::add);
    PipelineReport report = pipeline.run(numbers(6)).orThrow();
    assertThat(out).containsExactly("n0", "N0", "n2", "N2", "n4", "N4");
    assertThat(report.unfinished()).isEmpty();
    assertThat(report.counts().stages())
        .containsExactly(
            new StageSnapshot("even", 1_024, 6, 6, 3, 0, 0, 0, 0, 0),
            new StageSnapshot("text", 0, 3, 3, 3, 0, 0, 0, 0, 0),
            new StageSnapshot("twice", 0, 3, 3, 6, 0, 0, 0, 0, 0),
            new StageSnapshot("out", 0, 6, 6, 6, 0, 0, 0, 0, 0));
  }

  @Test
  void longStreamsKeepTheirOrderOverSmallAndLargeBuffers() {
    for (int buffer : List.of(1, 7, 128, 5_000)) {
      out.clear();
      List<Object> seen = new java.util.ArrayList<>();
      Pipeline.<Integer>named("p")
          .buffer(buffer)
          .map("one", n -> n + 1)
          .buffer(buffer)
          .map("two", n -> n - 1)
          .buffer(buffer)
          .into("out", seen::add)
          .run(numbers(20_000))
          .orThrow();
      assertThat(seen).isEqualTo(numbers(20_000));
    }
  }

  @Test
  void aBufferPutsWhatFollowsOnAThreadOfItsOwn() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    Step<Integer, Integer> step =
        n -> {
          threads.add(Thread.currentThread());
          return n;
        };
    Pipeline.<Integer>named("p")
        .map("a", step)
        .map("b", step)
        .into("c", step::apply)
        .run(numbers(9));
    assertThat(threads).hasSize(1).allMatch(Thread::isVirtual);
    Pipeline.<Integer>named("p")
        .map("a", step)
        .buffer(4)
        .map("b", step)
        .into("c", step::apply)
        .run(numbers(9));
    assertThat(threads).hasSize(3);
  }

  @Test
  void sourcesAreIterablesIteratorsAndSuppliers() {
    Queue<Integer> queue = new ArrayDeque<>(List.of(3));
    Pipeline.<Integer>named("p").into("out", out::add).run(List.of(1));
    Pipeline.<Integer>named("p").into("out", out::add).run(List.of(2).iterator());
    Pipeline.<Integer>named("p").into("out", out::add).pull(queue::poll);
    assertThat(out).containsExactly(1, 2, 3);
  }

  @Test
  void anItemGoesOnAlthoughTheSourceAndTheNextStepBlock() throws Exception {
    LinkedBlockingQueue<String> log = new LinkedBlockingQueue<>();
    CountDownLatch arrived = new CountDownLatch(1);
    Pipeline<String> shipper =
        Pipeline.<String>named("log")
            .map(
                "parse",
                line -> {
                  if (line.equals("slow")) {
                    gate.await();
                  }
                  return line;
                })
            .buffer(100)
            .into("ship", line -> arrived.countDown());
    log.add("first");
    log.add("slow");
    Thread runner = Thread.startVirtualThread(() -> shipper.pull(new Tail(log)));
    arrived.await(); // the one after it is stuck, and nothing follows
    assertThat(shipper.snapshot().stage("parse").waiting()).isLessThanOrEqualTo(1);
    gate.countDown();
    log.add("");
    runner.join();
  }

  @Test
  void whoSubmitsWaitsForRoomButNotPastTheDeadline() throws Exception {
    Pipeline<Integer> pipeline = gated(1);
    pipeline.submit(0);
    Eventually.within(LONG).until(() -> pipeline.trySubmit(1));
    assertThat(pipeline.trySubmit(2)).isFalse();
    assertThat(Failures.refusal(() -> Deadline.within(SHORT, () -> pipeline.submit(2))))
        .isEqualTo(Rejection.DEADLINE);
    Thread patient = Thread.startVirtualThread(() -> pipeline.submit(3));
    gate.countDown();
    patient.join();
    PipelineReport report = pipeline.drain(Deadline.NONE).orThrow();
    assertThat(out).containsExactly(0, 1, 3);
    assertThat(report.counts().refused()).isGreaterThanOrEqualTo(2);
    assertThat(report.counts().stage("out").in()).isEqualTo(3);
  }

  @Test
  void anInterruptWhileWaitingForRoomIsCancelledAndTheItemNotAccepted() {
    Pipeline<Integer> pipeline = gated(1);
    pipeline.submit(0);
    Eventually.within(LONG).until(() -> pipeline.trySubmit(1));
    Thread.currentThread().interrupt();
    assertThat(Failures.kind(() -> pipeline.submit(2))).isEqualTo(ErrorKind.CANCELLED);
    assertThat(Thread.interrupted()).isTrue();
    gate.countDown();
    pipeline.close();
    assertThat(out).containsExactly(0, 1);
  }

  @Test
  void whoWaitsBehindSomebodyWaitsNoLongerThanTheDeadline() throws Exception {
    Pipeline<Integer> pipeline = gated(1);
    pipeline.submit(0);
    Eventually.within(LONG).until(() -> pipeline.trySubmit(1));
    Thread patient = Thread.startVirtualThread(() -> pipeline.submit(2));
    Threads.awaitWaiting(List.of(patient));
    assertThat(Failures.refusal(() -> Deadline.within(SHORT, () -> pipeline.submit(3))))
        .isEqualTo(Rejection.DEADLINE);
    gate.countDown();
    patient.join();
    pipeline.close();
    assertThat(out).containsExactly(0, 1, 2);
  }

  @Test
  void stepsRunUnderTheDeadlineOfWhoSubmitted() {
    Pipeline<Integer> pipeline =
        Pipeline.<Integer>named("p")
            .map("a", n -> Deadline.current().bounded())
            .buffer(10)
            .into("b", bounded -> out.add(bounded && Deadline.current().bounded()));
    Deadline.within(LONG, () -> pipeline.submit(1));
    pipeline.submit(2);
    pipeline.close();
    assertThat(out).containsExactly(true, false);
  }

  @Test
  void anItemWhoseDeadlineHasComeIsNotBegun() {
    Pipeline<Integer> pipeline =
        Pipeline.<Integer>named("p")
            .onFailure(OnFailure.skip())
            .map(
                "wait",
                n -> {
                  gate.await();
                  return n;
                })
            .into("out", out::add);
    pipeline.submit(1);
    Deadline short1 = Deadline.after(SHORT);
    short1.run(
        () -> {
          pipeline.submit(2);
          return true;
        });
    Eventually.within(LONG).until(short1::passed);
    gate.countDown();
    PipelineReport report = pipeline.drain(Deadline.NONE);
    assertThat(out).containsExactly(1);
    assertThat(report.counts().stage("wait").skipped()).isEqualTo(1);
    assertThat(Failures.refusal(() -> Deadline.within(Duration.ZERO, () -> pipeline.submit(3))))
        .isEqualTo(Rejection.DEADLINE);
  }

  @Test
  void aStepMustNotWaitForItsOwnPipeline() {
    List<Pipeline<Integer>> self = new CopyOnWriteArrayList<>();
    Pipeline<Integer> pipeline =
        Pipeline.<Integer>named("p").into("out", n -> self.getFirst().close());
    self.add(pipeline);
    pipeline.submit(1);
    assertThatThrownBy(() -> pipeline.drain(Deadline.NONE).orThrow())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aStepMustNotWaitForRoomInItsOwnPipeline() {
    List<Pipeline<Integer>> self = new CopyOnWriteArrayList<>();
    Pipeline<Integer> pipeline =
        Pipeline.<Integer>named("p")
            .buffer(1)
            .into(
                "out",
                n -> {
                  gate.await();
                  self.getFirst().submit(n + 1);
                });
    self.add(pipeline);
    pipeline.submit(0);
    Eventually.within(LONG).until(() -> pipeline.trySubmit(0));
    gate.countDown();
    Eventually.within(LONG).until(() -> !pipeline.snapshot().open());
    assertThatThrownBy(() -> pipeline.drain(Deadline.NONE).orThrow())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void nothingIsNoItem() {
    try (Pipeline<Integer> pipeline = Pipeline.<Integer>named("p").into("out", out::add)) {
      assertThatThrownBy(() -> pipeline.submit(null)).isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> pipeline.trySubmit(null)).isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> pipeline.run(Arrays.asList(1, null, 2)))
          .isInstanceOf(NullPointerException.class);
    }
    assertThat(out).containsExactly(1);
  }

  @Test
  void refusalsWithoutAnExceptionAreToldByTheirReason() {
    Heard heard = new Heard();
    Pipeline<Integer> pipeline =
        Pipeline.<Integer>named("p").listener(heard).buffer(1).into("out", n -> gate.await());
    Deadline.within(Duration.ZERO, () -> assertThat(pipeline.trySubmit(1)).isFalse());
    assertThat(heard.events).containsExactly("p refused DEADLINE");
    pipeline.submit(1);
    Eventually.within(LONG).until(() -> pipeline.trySubmit(2));
    heard.events.clear();
    assertThat(pipeline.trySubmit(3)).isFalse();
    assertThat(heard.events).containsExactly("p refused FULL");
    long refused = pipeline.snapshot().refused();
    pipeline.cancel();
    assertThat(pipeline.trySubmit(4)).isFalse();
    assertThat(pipeline.snapshot().refused()).isEqualTo(refused);
  }

  @Test
  void twoStagesOfOneNameAreRefused() {
    assertThatThrownBy(() -> Pipeline.<Integer>named("p").map("a", n -> n).map("a", n -> n))
        .hasMessageContaining("two stages a");
  }
}
