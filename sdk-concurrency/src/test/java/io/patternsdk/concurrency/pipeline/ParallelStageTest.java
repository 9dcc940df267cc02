package io.patternsdk.concurrency.pipeline;

import static io.patternsdk.concurrency.fixtures.Inputs.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.Deadline;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.Leaks;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ParallelStageTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private final List<Integer> out = new CopyOnWriteArrayList<>();
  private final CountDownLatch gate = new CountDownLatch(1);

  private int zeroWaits(int number) throws InterruptedException {
    if (number == 0) {
      gate.await();
    }
    return number;
  }

  @Test
  void asManyWorkAtOnceAsAllowedAndNoMore() {
    for (Parallel<Integer> parallel :
        List.<Parallel<Integer>>of(
            Parallel.unordered(4), Parallel.ordered(4), Parallel.byKey(4, n -> n))) {
      CyclicBarrier together = new CyclicBarrier(4);
      AtomicInteger working = new AtomicInteger();
      AtomicInteger most = new AtomicInteger();
      Pipeline.<Integer>named("p")
          .map(
              "four",
              parallel,
              n -> {
                most.accumulateAndGet(working.incrementAndGet(), Math::max);
                together.await();
                return working.decrementAndGet();
              })
          .into("out", n -> {})
          .run(numbers(40))
          .orThrow();
      assertThat(most).hasValue(4);
    }
  }

  @Test
  void resultsInOrderWaitForASlowOne() {
    Pipeline<Integer> pipeline =
        Pipeline.<Integer>named("p")
            .map("step", Parallel.ordered(4), this::zeroWaits)
            .into("out", out::add);
    numbers(100).forEach(pipeline::submit);
    Eventually.within(LONG).until(() -> pipeline.snapshot().stage("step").done() == 99);
    assertThat(out).isEmpty();
    assertThat(pipeline.snapshot().stage("out").waiting()).isEqualTo(99);
    gate.countDown();
    pipeline.drain(Deadline.NONE).orThrow();
    assertThat(out).isEqualTo(numbers(100));
  }

  @Test
  void itIsDescribedAlsoWhileResultsInOrderWaitForRoom() throws Exception {
    CountDownLatch stepped = new CountDownLatch(3); // the third one's result finds no room
    Pipeline<Integer> pipeline =
        Pipeline.<Integer>named("p")
            .map(
                "step",
                Parallel.ordered(4),
                n -> {
                  stepped.countDown();
                  return n;
                })
            .buffer(1)
            .into("out", n -> gate.await());
    numbers(3).forEach(pipeline::submit);
    stepped.await();
    CompletableFuture<Void> described = new CompletableFuture<>();
    Thread.startVirtualThread(
        () -> {
          Eventually.within(LONG).until(() -> pipeline.snapshot().stage("out").waiting() == 3);
          described.complete(null);
        });
    described.get(2, TimeUnit.MINUTES);
    gate.countDown();
    StageSnapshot out = pipeline.drain(Deadline.NONE).orThrow().counts().stage("out");
    assertThat(out).isEqualTo(new StageSnapshot("out", 1, 3, 3, 3, 0, 0, 0, 0, 0));
  }

  @Test
  void anOrderHoldsNoMoreThanItsBuffer() {
    Pipeline<Integer> pipeline =
        Pipeline.<Integer>named("p")
            .buffer(8)
            .map("step", Parallel.ordered(4), this::zeroWaits)
            .into("out", out::add);
    Eventually.within(LONG)
        .until(
            () -> {
              while (pipeline.trySubmit(pipeline.snapshot().stage("step").in() == 0 ? 0 : 1)) {}
              StageSnapshot step = pipeline.snapshot().stage("step");
              return step.in() == 16 && step.done() == 7;
            });
    gate.countDown();
    pipeline.drain(Deadline.NONE).orThrow();
    assertThat(out).hasSize(16);
  }

  @Test
  void unorderedResultsDoNotWait() {
    Pipeline<Integer> pipeline =
        Pipeline.<Integer>named("p")
            .map("step", Parallel.unordered(2), this::zeroWaits)
            .into("out", out::add);
    numbers(100).forEach(pipeline::submit);
    Eventually.within(LONG).until(() -> out.size() == 99);
    gate.countDown();
    pipeline.drain(Deadline.NONE).orThrow();
    assertThat(out).hasSize(100).endsWith(0);
  }

  @Test
  void manyThreadsHandOnEachItemOnce() {
    Set<Integer> seen = new HashSet<>();
    Pipeline.<Integer>named("p")
        .map("step", Parallel.unordered(8), n -> n)
        .into("out", n -> assertThat(seen.add(n)).isTrue())
        .run(numbers(100_000))
        .orThrow();
    assertThat(seen).hasSize(100_000);
  }

  @Test
  void itemsOfOneKeyFollowEachOtherAndOthersOvertake() {
    Pipeline<Integer> pipeline =
        Pipeline.<Integer>named("p")
            .map("step", Parallel.byKey(2, n -> n % 10), this::zeroWaits)
            .into("out", out::add);
    numbers(100).forEach(pipeline::submit);
    Eventually.within(LONG).until(() -> out.size() == 90); // all of the nine other keys
    assertThat(pipeline.snapshot().stage("step").waiting()).isEqualTo(10);
    gate.countDown();
    pipeline.drain(Deadline.NONE).orThrow();
    for (int key = 0; key < 10; key++) {
      int one = key;
      assertThat(out).filteredOn(n -> n % 10 == one).hasSize(10).isSorted();
    }
  }

  @Test
  void noTwoItemsOfOneKeyAreWorkedOnAtOnce() {
    Map<Integer, Integer> working = new ConcurrentHashMap<>();
    Pipeline<Integer> pipeline =
        Pipeline.<Integer>named("p")
            .into(
                "deliver",
                Parallel.byKey(8, n -> n % 5),
                n -> {
                  assertThat(working.put(n % 5, n)).isNull();
                  Thread.yield();
                  out.add(n);
                  working.remove(n % 5);
                });
    pipeline.run(numbers(2_000)).orThrow();
    assertThat(out).hasSize(2_000);
    assertThat(out).filteredOn(n -> n % 5 == 3).isSorted();
  }

  @Test
  void aStageByKeyCanHandOnInOrder() {
    List<Integer> delivered = new CopyOnWriteArrayList<>();
    Pipeline<Integer> pipeline =
        Pipeline.<Integer>named("p")
            .map(
                "deliver",
                Parallel.<Integer>byKey(4, n -> n % 7).ordered(),
                n -> {
                  delivered.add(n);
                  return n;
                })
            .into("commit", out::add);
    pipeline.run(numbers(3_000)).orThrow();
    assertThat(out).isEqualTo(numbers(3_000));
    assertThat(delivered).filteredOn(n -> n % 7 == 6).isSorted();
  }

  @Test
  void aHotKeyHoldsNoMoreThanTheBuffer() {
    Pipeline<Integer> pipeline =
        Pipeline.<Integer>named("p")
            .buffer(8)
            .into("step", Parallel.byKey(4, n -> "hot"), this::zeroWaits);
    Eventually.within(LONG)
        .until(
            () -> {
              while (pipeline.trySubmit(0)) {}
              return pipeline.snapshot().stage("step").in() == 17;
            });
    assertThat(pipeline.drain(Deadline.after(Duration.ofMillis(20))).unfinished()).hasSize(17);
  }

  @Test
  void filtersAndFlatMapsKeepTheOrderToo() {
    Pipeline.<Integer>named("p")
        .filter("odd", Parallel.ordered(3), n -> n % 2 == 1)
        .flatMap("twice", Parallel.ordered(3), n -> List.of(n, -n))
        .into("out", out::add)
        .run(numbers(200))
        .orThrow();
    assertThat(out)
        .isEqualTo(
            numbers(200).stream()
                .filter(n -> n % 2 == 1)
                .mapMulti(
                    (Integer n, java.util.function.Consumer<Integer> to) -> {
                      to.accept(n);
                      to.accept(-n);
                    })
                .toList());
  }

  @Test
  void aFailedItemHoldsNobodyUp() {
    Pipeline<Integer> pipeline =
        Pipeline.<Integer>named("p")
            .onFailure(OnFailure.skip())
            .map("step", Parallel.<Integer>byKey(3, n -> 6 / (n % 3)).ordered(), n -> 6 / (n % 5))
            .into("out", out::add);
    PipelineReport report = pipeline.run(numbers(150)).orThrow();
    assertThat(report.counts().stage("step").skipped()).isEqualTo(50 + 30 - 10);
    assertThat(out).hasSize(150 - 70);
  }

  @Test
  void anItemWhoseKeyIsNoneOrCannotBeComparedFails() {
    for (Parallel<Integer> parallel :
        List.<Parallel<Integer>>of(
            Parallel.byKey(2, n -> n % 3 == 0 ? null : n),
            Parallel.byKey(2, n -> new Key(n % 3 == 0 ? null : "k")),
            Parallel.<Integer>byKey(2, n -> new Key(n % 3 == 0 ? null : "k")).ordered())) {
      out.clear();
      PipelineReport report =
          Pipeline.<Integer>named("p")
              .onFailure(OnFailure.skip())
              .map("step", parallel, n -> n)
              .into("out", out::add)
              .run(numbers(30))
              .orThrow();
      assertThat(report.counts().stage("step").skipped()).isEqualTo(10);
      assertThat(report.unfinished()).isEmpty();
      assertThat(out).hasSize(20);
    }
  }

  /** Throws when it is hashed or compared, if it has no name. */
  private record Key(String name) {
    @Override
    public int hashCode() {
      return name.hashCode();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && name.equals(key.name);
    }
  }

  @Test
  void whatWasInAnyPlaceOfAStoppedStageIsLeft() {
    Pipeline<Integer> pipeline =
        Pipeline.<Integer>named("p")
            .map("step", Parallel.<Integer>byKey(3, n -> n % 4).ordered(), this::zeroWaits)
            .into("out", out::add);
    numbers(100).forEach(pipeline::submit);
    Eventually.within(LONG).until(() -> pipeline.snapshot().stage("step").done() == 75);
    PipelineReport report = pipeline.cancel();
    assertThat(report.unfinished()).hasSize(100).contains(new UnfinishedItem("step", 0, true));
    assertThat(report.unfinished()).filteredOn(left -> left.stage().equals("out")).hasSize(75);
    assertThat(report.unfinished()).extracting(UnfinishedItem::item).doesNotHaveDuplicates();
  }

  @Test
  void carriesTheDeadlineToEveryWorker() {
    Pipeline<Integer> pipeline =
        Pipeline.<Integer>named("p")
            .map("a", Parallel.unordered(3), n -> Deadline.current().bounded() ? 1 : 0)
            .map("b", Parallel.ordered(3), n -> Deadline.current().bounded() ? n : 0)
            .into("out", n -> out.add(Deadline.current().bounded() ? n : 0));
    Deadline.within(LONG, () -> numbers(20).forEach(pipeline::submit));
    pipeline.close();
    assertThat(out).hasSize(20).containsOnly(1);
  }

  @Test
  void aSinkThatIsCalledInParallelHasNoOrderOverall() {
    assertThatThrownBy(
            () -> Pipeline.<Integer>named("p").into("out", Parallel.ordered(2), out::add))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noWorkerIsLeft() throws Exception {
    Leaks.none(
        () -> {
          for (Parallel<Integer> parallel :
              List.<Parallel<Integer>>of(
                  Parallel.unordered(4), Parallel.ordered(4), Parallel.byKey(4, n -> n % 2))) {
            Pipeline<Integer> pipeline =
                Pipeline.<Integer>named("p")
                    .map("step", parallel, this::zeroWaits)
                    .into("o", n -> {});
            numbers(50).forEach(pipeline::submit);
            pipeline.cancel();
          }
        });
  }
}
