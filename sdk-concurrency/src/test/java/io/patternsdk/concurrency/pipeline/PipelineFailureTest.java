package io.patternsdk.concurrency.pipeline;

import static io.patternsdk.concurrency.fixtures.Inputs.numbers;
import static io.patternsdk.concurrency.fixtures.Inputs.odd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.concurrency.FailureAction;
import io.patternsdk.concurrency.GuardListener;
import io.patternsdk.concurrency.fixtures.Failures;
import io.patternsdk.concurrency.fixtures.Heard;
import io.patternsdk.concurrency.fixtures.Inputs;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class PipelineFailureTest {
  private final List<Object> out = new CopyOnWriteArrayList<>();
  private final List<FailedItem> letters = new CopyOnWriteArrayList<>();
  private final Heard heard = new Heard();

  private PipelineBuilder<Integer, Integer> oddOnly(OnFailure onFailure) {
    return Pipeline.<Integer>named("p")
        .listener(heard)
        .onFailure(onFailure)
        .map("odd", Inputs::odd);
  }

  @Test
  void aFailureStopsThePipelineAndTheRestIsReported() {
    Pipeline<Integer> pipeline =
        Pipeline.<Integer>named("p")
            .listener(heard)
            .map("fail", n -> n == 3 ? odd(4) : n)
            .into("out", out::add);
    PipelineReport report = pipeline.run(numbers(10));
    assertThat(report.end()).isEqualTo(PipelineEnd.FAILED);
    assertThat(out).containsExactly(0, 1, 2);
    FailedItem failure = report.failure().orElseThrow();
    assertThat(failure.stage()).isEqualTo("fail");
    assertThat(failure.item()).isEqualTo(3);
    assertThatThrownBy(report::orThrow).hasRootCauseMessage("even: 4");
    StageSnapshot stage = report.counts().stage("fail");
    assertThat(stage.failed()).isEqualTo(1);
    assertThat(stage.in()).isEqualTo(4 + report.unfinished().size());
    assertThat(report.unfinished()).extracting(UnfinishedItem::started).doesNotContain(true);
    assertThat(heard.events).containsExactly("p fail STOPPED java.io.IOException: even: 4");
  }

  @Test
  void afterAFailureSubmittingIsClosedAndSaysWhy() {
    Pipeline<Integer> pipeline = oddOnly(OnFailure.stop()).into("out", out::add);
    pipeline.submit(2);
    pipeline.drain(Deadline.NONE);
    assertThat(Failures.kind(() -> pipeline.submit(1))).isEqualTo(ErrorKind.CLOSED);
    assertThatThrownBy(() -> pipeline.submit(1)).hasRootCauseMessage("even: 2");
  }

  @Test
  void whatIsSkippedIsCountedAndHeard() {
    Pipeline<Integer> pipeline = oddOnly(OnFailure.skip()).into("out", out::add);
    PipelineReport report = pipeline.run(numbers(4)).orThrow();
    assertThat(out).containsExactly(1, 3);
    assertThat(report.counts().stage("odd"))
        .isEqualTo(new StageSnapshot("odd", 1_024, 4, 2, 2, 0, 2, 0, 0, 0));
    assertThat(heard.events)
        .containsExactly(
            "p odd SKIPPED java.io.IOException: even: 0",
            "p odd SKIPPED java.io.IOException: even: 2");
  }

  @Test
  void deadLettersAreHandedOver() {
    Pipeline<Integer> pipeline = oddOnly(OnFailure.deadLetter(letters::add)).into("out", out::add);
    PipelineReport report = pipeline.run(numbers(4)).orThrow();
    assertThat(letters).extracting(FailedItem::item).containsExactly(0, 2);
    assertThat(letters).extracting(FailedItem::stage).containsOnly("odd");
    assertThat(report.counts().stage("odd").deadLettered()).isEqualTo(2);
    assertThat(heard.events).hasSize(2).allMatch(event -> event.contains("DEAD_LETTERED"));
  }

  @Test
  void aConsumerOfDeadLettersThatFailsStopsThePipeline() {
    Pipeline<Integer> pipeline =
        oddOnly(
                OnFailure.deadLetter(
                    letter -> {
                      throw new IllegalStateException("letter box full");
                    }))
            .into("out", out::add);
    PipelineReport report = pipeline.run(List.of(2));
    assertThat(report.counts().stage("odd").failed()).isEqualTo(1);
    assertThatThrownBy(report::orThrow)
        .hasMessage("letter box full")
        .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessage("even: 2"));
  }

  @Test
  void aConsumerOfDeadLettersIsInterruptedByTheEndAndItsItemLeft() throws Exception {
    CountDownLatch consuming = new CountDownLatch(1);
    Pipeline<Integer> pipeline =
        oddOnly(
                OnFailure.deadLetter(
                    letter -> {
                      consuming.countDown();
                      while (!Thread.interrupted()) {
                        LockSupport.park();
                      }
                      throw new IllegalStateException("interrupted");
                    }))
            .into("out", out::add);
    pipeline.submit(2);
    consuming.await();
    PipelineReport report = pipeline.cancel();
    assertThat(report.unfinished()).containsExactly(new UnfinishedItem("odd", 2, true));
    assertThat(report.failure()).isEmpty();
  }

  @Test
  void aConsumerOfDeadLettersIsNotMetByTheInterruptOfTheStep() {
    Pipeline<Integer> pipeline =
        Pipeline.<Integer>named("p")
            .onFailure(
                OnFailure.deadLetter(letter -> out.add(Thread.currentThread().isInterrupted())))
            .into(
                "interrupt",
                n -> {
                  Thread.currentThread().interrupt();
                  throw new InterruptedException();
                });
    pipeline.run(numbers(1)).orThrow();
    assertThat(out).containsExactly(false);
  }

  @Test
  void anErrorOfAListenerChangesNothing() {
    GuardListener failing =
        new GuardListener() {
          @Override
          public void itemFailed(
              String pipeline, String stage, FailureAction action, Throwable failure) {
            throw new AssertionError("on cue");
          }
        };
    Pipeline<Integer> pipeline = oddOnly(OnFailure.skip()).listener(failing).into("out", out::add);
    assertThat(pipeline.run(numbers(4)).orThrow().counts().stage("odd").skipped()).isEqualTo(2);
    assertThat(out).containsExactly(1, 3);
  }

  @Test
  void eachStageHasThePolicyThatWasInForceBeforeIt() {
    Pipeline<Integer> pipeline =
        oddOnly(OnFailure.skip())
            .onFailure(OnFailure.deadLetter(letters::add))
            .into(
                "deliver",
                n -> {
                  throw new IOException("down");
                });
    PipelineReport report = pipeline.run(numbers(4)).orThrow();
    assertThat(letters).extracting(FailedItem::item).containsExactly(1, 3);
    assertThat(report.counts().stage("deliver").in()).isEqualTo(2);
  }

  @Test
  void nothingAndErrorsAreFailuresToo() {
    Pipeline<Integer> pipeline =
        Pipeline.<Integer>named("p")
            .onFailure(OnFailure.deadLetter(letters::add))
            .map("nothing", n -> n == 0 ? null : n)
            .flatMap("some", n -> n == 1 ? null : List.of(n))
            .flatMap("all", n -> n == 2 ? Arrays.asList(n, null) : List.of(n))
            .filter(
                "error",
                n -> {
                  throw new StackOverflowError();
                })
            .into("out", out::add);
    pipeline.run(numbers(3)).orThrow();
    assertThat(letters)
        .extracting(FailedItem::stage)
        .containsExactly("nothing", "some", "error", "all");
  }

  @Test
  void whatAStepInterruptsIsNotTheNextStep() {
    Pipeline<Integer> pipeline =
        Pipeline.<Integer>named("p")
            .map(
                "interrupt",
                n -> {
                  out.add(Thread.currentThread().isInterrupted());
                  Thread.currentThread().interrupt();
                  return n;
                })
            .buffer(1)
            .into("out", n -> out.add(Thread.currentThread().isInterrupted()));
    pipeline.run(numbers(50)).orThrow();
    assertThat(out).hasSize(100).containsOnly(false);
  }

  @Test
  void aFailureInterruptsTheOtherStages() throws Exception {
    CountDownLatch hanging = new CountDownLatch(1);
    Pipeline<Integer> pipeline =
        Pipeline.<Integer>named("p")
            .map(
                "fail",
                n -> {
                  if (n == 1) {
                    hanging.await();
                    throw new IOException("now");
                  }
                  return n;
                })
            .buffer(10)
            .into(
                "hang",
                n -> {
                  hanging.countDown();
                  new CountDownLatch(1).await();
                });
    PipelineReport report = pipeline.run(numbers(2));
    assertThat(report.unfinished()).containsExactly(new UnfinishedItem("hang", 0, true));
    assertThat(report.failure().orElseThrow().item()).isEqualTo(1);
  }
}
