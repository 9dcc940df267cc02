package io.patternsdk.concurrency.pipeline;

import static io.patternsdk.concurrency.fixtures.Inputs.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.concurrency.fixtures.Failures;
import io.patternsdk.concurrency.fixtures.Threads;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.Leaks;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PipelineEndTest extends GatedPipeline {
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
    assertThat(report.unfinished())
        .extracting(UnfinishedItem::item)
        .containsExactlyInAnyOrder(0, 1, 2, 3);
    assertThat(report.unfinished()).filteredOn(UnfinishedItem::started).hasSizeLessThanOrEqualTo(1);
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
    assertThat(report.unfinished()).containsExactly(new UnfinishedItem("hang", "a", true));
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
    assertThat(pipeline.cancel().unfinished()).contains(new UnfinishedItem("many", 1, true));
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
}
