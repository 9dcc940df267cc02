package io.patternsdk.concurrency.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Deadline;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.Leaks;
import io.patternsdk.testkit.MovableClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration LINGER = Duration.ofSeconds(10);
  private final MovableClock clock = MovableClock.create();
  private final BlockingQueue<List<Integer>> out = new LinkedBlockingQueue<>();
  private final CountDownLatch delivering = new CountDownLatch(1);
  private final CountDownLatch gate = new CountDownLatch(1);

  private Pipeline<Integer> batches(int size, Duration linger) {
    return Pipeline.<Integer>named("p")
        .clock(clock)
        .batch("batch", size, linger)
        .into("out", out::add);
  }

  /** Holds each pair until the gate opens. */
  private Pipeline<Integer> gatedPairs() {
    return Pipeline.<Integer>named("p")
        .clock(clock)
        .onFailure(OnFailure.skip())
        .batch("batch", 2, LINGER)
        .into(
            "out",
            batch -> {
              delivering.countDown();
              gate.await();
              out.add(batch);
            });
  }

  @Test
  void aFullBatchGoesOnAtOnce() throws Exception {
    try (Pipeline<Integer> pipeline = batches(3, LINGER)) {
      IntStream.range(0, 7).forEach(pipeline::submit);
      assertThat(out.take()).containsExactly(0, 1, 2);
      assertThat(out.take()).containsExactly(3, 4, 5);
    }
    assertThat(out.take()).containsExactly(6); // the rest, when it is drained
  }

  @Test
  void aSmallerOneGoesOnAfterTheLingerThoughNothingMoreComes() throws Exception {
    try (Pipeline<Integer> pipeline = batches(3, LINGER)) {
      pipeline.submit(1);
      clock.awaitSleepers(1);
      clock.advance(LINGER.minusNanos(1));
      pipeline.submit(2);
      Eventually.within(LONG).until(() -> pipeline.snapshot().stage("batch").in() == 2);
      assertThat(out).isEmpty();
      clock.advance(Duration.ofNanos(1));
      assertThat(out.take()).containsExactly(1, 2);
      assertThat(pipeline.snapshot().stage("batch").waiting()).isZero();
    }
  }

  @Test
  void theLingerOfTheNextBatchBeginsWithItsFirstItem() throws Exception {
    try (Pipeline<Integer> pipeline = batches(2, LINGER)) {
      pipeline.submit(1);
      clock.awaitSleepers(1);
      clock.advance(Duration.ofSeconds(6));
      pipeline.submit(2);
      assertThat(out.take()).containsExactly(1, 2);
      pipeline.submit(3);
      Eventually.within(LONG).until(() -> pipeline.snapshot().stage("batch").waiting() == 1);
      clock.advance(Duration.ofSeconds(4)); // the time of the first one, which has gone
      clock.awaitSleepers(1);
      assertThat(out).isEmpty();
      clock.advance(LINGER);
      assertThat(out.take()).containsExactly(3);
    }
  }

  @Test
  void whatCameWhileABatchWasDeliveredHasLingeredThen() throws Exception {
    Pipeline<Integer> pipeline = gatedPairs();
    pipeline.submit(1);
    pipeline.submit(2);
    delivering.await();
    pipeline.submit(3);
    clock.advance(LINGER);
    gate.countDown();
    assertThat(out.take()).containsExactly(1, 2);
    assertThat(out.take()).containsExactly(3);
    pipeline.close();
  }

  @Test
  void withoutALingerABatchIsWhatIsAtHand() throws Exception {
    try (Pipeline<Integer> pipeline = batches(1_000, Duration.ZERO)) {
      pipeline.submit(1);
      assertThat(out.take()).containsExactly(1);
    }
  }

  @Test
  void aBatchNeverWaitsForASlowStageBeforeIt() throws Exception {
    Pipeline<Integer> pipeline =
        Pipeline.<Integer>named("p")
            .clock(clock)
            .map(
                "slow",
                n -> {
                  if (n == 2) {
                    gate.await();
                  }
                  return n;
                })
            .batch("batch", 10, LINGER)
            .into("out", out::add);
    pipeline.submit(1);
    pipeline.submit(2);
    clock.awaitSleepers(1);
    clock.advance(LINGER);
    assertThat(out.take()).containsExactly(1);
    gate.countDown();
    pipeline.close();
    assertThat(out.take()).containsExactly(2);
  }

  @Test
  void anOpenBatchIsLeftWhenThePipelineIsCancelled() {
    Pipeline<Integer> pipeline = batches(3, LINGER);
    pipeline.submit(1);
    pipeline.submit(2);
    Eventually.within(LONG).until(() -> pipeline.snapshot().stage("batch").waiting() == 2);
    PipelineReport report = pipeline.cancel();
    assertThat(report.unfinished())
        .containsExactly(
            new UnfinishedItem("batch", 1, false), new UnfinishedItem("batch", 2, false));
    assertThat(report.counts().stage("batch").waiting()).isEqualTo(2);
    assertThat(out).isEmpty();
  }

  @Test
  void aBatchRunsUnderADeadlineThatAllItsItemsShare() throws Exception {
    BlockingQueue<Boolean> bounded = new LinkedBlockingQueue<>();
    try (Pipeline<Integer> pipeline =
        Pipeline.<Integer>named("p")
            .clock(clock)
            .batch("batch", 2, LINGER)
            .into("out", batch -> bounded.add(Deadline.current().bounded()))) {
      Deadline.within(LONG, () -> pipeline.submit(1));
      pipeline.submit(2);
      assertThat(bounded.take()).isFalse();
    }
    Pipeline<Integer> run =
        Pipeline.<Integer>named("p")
            .batch("batch", 2, LINGER)
            .into("out", batch -> bounded.add(Deadline.current().bounded()));
    Deadline.within(LONG, () -> run.run(List.of(1, 2)));
    assertThat(bounded.take()).isTrue();
  }

  @Test
  void itemsSubmittedUnderOneDeadlineShareIt() throws Exception {
    BlockingQueue<Deadline> seen = new LinkedBlockingQueue<>();
    try (Pipeline<Integer> pipeline =
        Pipeline.<Integer>named("p")
            .batch("batch", 2, LINGER)
            .into("out", batch -> seen.add(Deadline.current()))) {
      Deadline one = Deadline.after(LONG);
      submitUnder(one, pipeline);
      submitUnder(one, pipeline);
      assertThat(seen.take()).isSameAs(one);
      submitUnder(one, pipeline);
      submitUnder(Deadline.after(LONG), pipeline);
      assertThat(seen.take()).isSameAs(Deadline.NONE);
    }
  }

  private static void submitUnder(Deadline deadline, Pipeline<Integer> pipeline) {
    deadline.run(
        () -> {
          pipeline.submit(1);
          return true;
        });
  }

  @Test
  void anItemWhoseDeadlineHasComeIsInNoBatch() throws Exception {
    Pipeline<Integer> pipeline = gatedPairs();
    pipeline.submit(0);
    pipeline.submit(0);
    delivering.await();
    submitUnder(Deadline.after(LINGER, clock), pipeline);
    submitUnder(Deadline.after(LINGER, clock), pipeline);
    clock.advance(LINGER);
    gate.countDown();
    Eventually.within(LONG).until(() -> pipeline.snapshot().stage("batch").skipped() == 2);
    pipeline.submit(2);
    pipeline.submit(3);
    assertThat(out.take()).containsExactly(0, 0);
    assertThat(out.take()).containsExactly(2, 3);
    pipeline.close();
  }

  @Test
  void nothingIsLeftOfItsThreads() throws Exception {
    Leaks.none(
        () -> {
          Pipeline<Integer> drained = batches(3, LINGER);
          drained.submit(1);
          clock.awaitSleepers(1);
          drained.close();
          Pipeline<Integer> cancelled = batches(3, LINGER);
          cancelled.submit(1);
          clock.awaitSleepers(1);
          cancelled.cancel();
        });
    assertThat(clock.sleepers()).isZero();
  }
}
