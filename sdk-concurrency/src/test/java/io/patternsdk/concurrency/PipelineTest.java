package io.patternsdk.concurrency;

import static io.patternsdk.concurrency.Inputs.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Rejection;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.Leaks;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PipelineTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(20);
  private final List<Object> out = new CopyOnWriteArrayList<>();
  private final CountDownLatch gate = new CountDownLatch(1);

  /** One that takes an item and holds it until the gate opens, behind a buffer of so many. */
  private Pipeline<Integer> gated(int buffer) {
    return Pipeline.<Integer>named("p")
        .buffer(buffer)
        .into(
            "out",
            item -> {
              gate.await();
              out.add(item);
            });
  }

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
    assertThat(report.left()).isEmpty();
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

  /** Blocks for the next line; an empty one is the end. */
  private record Tail(LinkedBlockingQueue<String> log)
      implements java.util.function.Supplier<String> {
    @Override
    public String get() {
      try {
        String line = log.take();
        return line.isEmpty() ? null : line;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
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
  void useAfterTheEndIsClosed() {
    Pipeline<Integer> pipeline = Pipeline.<Integer>named("p").into("out", out::add);
    pipeline.submit(1);
    pipeline.close();
    pipeline.close();
    assertThat(Failures.kind(() -> pipeline.submit(2))).isEqualTo(ErrorKind.CLOSED);
    assertThat(pipeline.trySubmit(2)).isFalse();
    assertThat(Failures.kind(() -> pipeline.run(List.of(2)))).isEqualTo(ErrorKind.CLOSED);
    assertThat(pipeline.cancel().end()).isEqualTo(PipelineEnd.COMPLETED);
    assertThat(pipeline.snapshot().open()).isFalse();
    assertThat(out).containsExactly(1);
  }

  @Test
  void aDrainUpToTheDeadlineSaysWhatWasLeft() {
    Pipeline<Integer> pipeline = gated(10);
    numbers(4).forEach(pipeline::submit);
    Eventually.within(LONG).until(() -> pipeline.snapshot().stage("out").waiting() == 4);
    PipelineReport report = pipeline.drain(Deadline.after(SHORT));
    assertThat(report.end()).isEqualTo(PipelineEnd.TIMED_OUT);
    assertThat(report.left()).extracting(LeftItem::item).containsExactlyInAnyOrder(0, 1, 2, 3);
    assertThat(report.left()).filteredOn(LeftItem::started).hasSizeLessThanOrEqualTo(1);
    assertThat(report.counts().stage("out").waiting()).isEqualTo(4);
    assertThat(pipeline.drain(Deadline.NONE)).isEqualTo(report);
    assertThat(Failures.kind(report::orThrow)).isEqualTo(ErrorKind.CANCELLED);
  }

  @Test
  void cancelInterruptsWhatIsUnderWay() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    Pipeline<String> pipeline =
        Pipeline.<String>named("p")
            .into(
                "hang",
                item -> {
                  begun.countDown();
                  try {
                    gate.await();
                  } finally {
                    interrupted.countDown();
                  }
                });
    pipeline.submit("a");
    begun.await();
    PipelineReport report = pipeline.cancel();
    interrupted.await();
    assertThat(report.end()).isEqualTo(PipelineEnd.CANCELLED);
    assertThat(report.left()).containsExactly(new LeftItem("hang", "a", true));
  }

  @Test
  void whoWaitsForRoomLearnsOfTheEnd() throws Exception {
    Pipeline<Integer> pipeline = gated(1);
    pipeline.submit(0);
    Eventually.within(LONG).until(() -> pipeline.trySubmit(1));
    List<ErrorKind> kinds = new CopyOnWriteArrayList<>();
    List<Thread> waiting =
        List.of(
            Thread.startVirtualThread(() -> kinds.add(Failures.kind(() -> pipeline.submit(2)))),
            Thread.startVirtualThread(() -> kinds.add(Failures.kind(() -> pipeline.submit(3)))));
    Threads.awaitWaiting(waiting);
    pipeline.cancel();
    Threads.join(waiting);
    assertThat(kinds).containsExactly(ErrorKind.CLOSED, ErrorKind.CLOSED);
  }

  @Test
  void aRunEndsAtTheDeadlineAlthoughItsSourceBlocks() {
    Pipeline<String> pipeline = Pipeline.<String>named("p").into("out", out::add);
    PipelineReport report =
        Deadline.within(
            SHORT, () -> pipeline.pull(new Tail(new LinkedBlockingQueue<>(List.of("a")))));
    assertThat(report.end()).isEqualTo(PipelineEnd.TIMED_OUT);
    assertThat(out).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void aDrainEndsARunAndNobodySubmitsMeanwhile() throws Exception {
    Pipeline<String> pipeline = Pipeline.<String>named("p").into("out", out::add);
    Tail source = new Tail(new LinkedBlockingQueue<>(List.of("a", "b")));
    CompletableFuture<PipelineReport> run = new CompletableFuture<>();
    Thread.startVirtualThread(() -> run.complete(pipeline.pull(source)));
    Eventually.within(LONG).until(() -> out.size() == 2);
    assertThat(Failures.kind(() -> pipeline.submit("c"))).isEqualTo(ErrorKind.CLOSED);
    assertThat(pipeline.trySubmit("c")).isFalse();
    assertThat(pipeline.drain(Deadline.NONE).end()).isEqualTo(PipelineEnd.COMPLETED);
    assertThat(run.get().end()).isEqualTo(PipelineEnd.COMPLETED);
    assertThat(out).containsExactly("a", "b");
  }

  @Test
  void anEndStopsAStepThatMakesMoreAndMore() {
    Pipeline<Integer> pipeline =
        Pipeline.<Integer>named("p")
            .flatMap("many", n -> Stream.generate(() -> n)::iterator)
            .into("out", n -> {});
    pipeline.submit(1);
    Eventually.within(LONG).until(() -> pipeline.snapshot().stage("out").done() > 1_000);
    assertThat(pipeline.cancel().left()).contains(new LeftItem("many", 1, true));
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
  void anInterruptedRunIsCancelled() {
    Pipeline<String> pipeline = Pipeline.<String>named("p").into("out", out::add);
    Thread.currentThread().interrupt();
    assertThat(Failures.kind(() -> pipeline.pull(new Tail(new LinkedBlockingQueue<>()))))
        .isEqualTo(ErrorKind.CANCELLED);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(pipeline.drain(Deadline.NONE).end()).isEqualTo(PipelineEnd.CANCELLED);
  }

  @Test
  void whatTheSourceThrowsIsThrownWhenAllBeforeItHasGoneThrough() {
    Pipeline<Integer> pipeline = Pipeline.<Integer>named("p").into("out", out::add);
    Queue<Integer> source = new ArrayDeque<>(numbers(100));
    assertThatThrownBy(() -> pipeline.pull(source::remove))
        .isInstanceOf(java.util.NoSuchElementException.class);
    assertThat(out).isEqualTo(numbers(100));
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
  void noThreadIsLeftHoweverItEnds() throws Exception {
    Leaks.none(
        () -> {
          gated(10).cancel();
          Pipeline<Integer> drained = gated(10);
          drained.submit(1);
          drained.drain(Deadline.after(SHORT));
          Pipeline<Integer> failing =
              Pipeline.<Integer>named("p").into("fail", n -> Integer.parseInt("x"));
          failing.submit(1);
          failing.drain(Deadline.NONE);
          Pipeline.<Integer>named("p").into("out", out::add).run(numbers(10));
        });
  }

  @Test
  void twoStagesOfOneNameAreRefused() {
    assertThatThrownBy(() -> Pipeline.<Integer>named("p").map("a", n -> n).map("a", n -> n))
        .hasMessageContaining("two stages a");
  }
}
