package io.patternsdk.concurrency.fanin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.concurrency.Sink;
import io.patternsdk.concurrency.fixtures.Failures;
import io.patternsdk.concurrency.fixtures.Heard;
import io.patternsdk.concurrency.pipeline.Pipeline;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.Leaks;
import io.patternsdk.testkit.MovableClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FanInTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(20);
  private final List<FanIn<?>> open = new ArrayList<>();
  private final Heard heard = new Heard();

  @AfterEach
  void closeAll() {
    open.forEach(FanIn::close);
  }

  private static Iterator<String> items(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).iterator();
  }

  private static Iterator<String> endless(String item) {
    return Stream.generate(() -> item).iterator();
  }

  private <T> FanIn<T> start(FanInBuilder<T> builder) {
    FanIn<T> fanIn = builder.listener(heard).start();
    open.add(fanIn);
    return fanIn;
  }

  private static void hang(Sink<? super String> sink) throws Exception {
    sink.accept("hanging");
    new CountDownLatch(1).await();
  }

  private static void fail(Sink<? super String> sink) throws Exception {
    sink.accept("failing");
    throw new IOException("lost");
  }

  private static <T> List<T> rest(Iterator<T> items) {
    List<T> all = new ArrayList<>();
    items.forEachRemaining(all::add);
    return all;
  }

  private static Predicate<String> of(String prefix) {
    return item -> item.startsWith(prefix);
  }

  private static List<SourceState> states(FanIn<?> fanIn) {
    return fanIn.snapshot().stream().map(SourceSnapshot::state).toList();
  }

  @Test
  void everyItemOfEverySourceComesInTheOrderOfItsSource() {
    ArrayDeque<String> queue = new ArrayDeque<>(List.of("c0", "c1"));
    FanIn<String> fanIn =
        start(
            FanIn.<String>named("f")
                .source("a", items("a", 1_000))
                .source("b", items("b", 500))
                .source("c", queue::poll)
                .source("none", items("n", 0)));
    List<String> all = rest(fanIn);
    assertThat(all).hasSize(1_502);
    assertThat(all.stream().filter(of("a"))).containsExactlyElementsOf(() -> items("a", 1_000));
    assertThat(all.stream().filter(of("b"))).containsExactlyElementsOf(() -> items("b", 500));
    assertThat(all.stream().filter(of("c"))).containsExactly("c0", "c1");
    assertThat(states(fanIn)).containsOnly(SourceState.ENDED);
    assertThatThrownBy(fanIn::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void aBusySourceHoldsNoOtherUp() {
    FanIn<String> fanIn =
        start(
            FanIn.<String>named("f")
                .source("a", endless("a"))
                .source("b", items("b", 20))
                .buffer(20));
    Eventually.within(LONG)
        .until(() -> fanIn.snapshot().stream().allMatch(source -> source.waiting() == 20));
    List<String> first = Stream.generate(fanIn::next).limit(40).toList();
    assertThat(first.stream().filter(of("b"))).hasSize(20);
  }

  @Test
  void noSourceIsReadFurtherAheadThanItsBuffer() {
    List<Integer> read = new ArrayList<>();
    FanIn<Integer> fanIn =
        start(
            FanIn.<Integer>named("f")
                .source("a", IntStream.iterate(0, i -> i + 1).boxed().peek(read::add).iterator())
                .buffer(3));
    Eventually.within(LONG).until(() -> read.size() == 4); // three in the buffer, one in its hand
    assertThat(fanIn.next()).isZero();
    assertThat(fanIn.next()).isEqualTo(1);
    Eventually.within(LONG).until(() -> read.size() == 6);
    assertThat(fanIn.snapshot().getFirst().passed()).isEqualTo(2);
  }

  @Test
  void whatWasReadIsHandedOutOrWaits() {
    List<Integer> read = new CopyOnWriteArrayList<>();
    FanIn<Integer> fanIn =
        start(
            FanIn.<Integer>named("f")
                .source("a", IntStream.iterate(0, i -> i + 1).boxed().peek(read::add).iterator()));
    Eventually.within(LONG).until(() -> read.size() == 129); // 128, and one in its hand
    fanIn.next();
    Eventually.within(LONG).until(() -> read.size() == 130);
    fanIn.close();
    SourceSnapshot source = fanIn.snapshot().getFirst();
    assertThat(source.passed() + source.waiting()).isEqualTo(130);
    assertThat(source.state()).isEqualTo(SourceState.CANCELLED);
  }

  @Test
  void aSourceThatGoesOnAfterTheEndIsNotListenedTo() {
    FanIn<String> fanIn =
        start(
            FanIn.<String>named("f")
                .source(
                    "stubborn",
                    sink -> {
                      for (int refused = 0; refused < 10; ) {
                        try {
                          sink.accept("a");
                        } catch (InterruptedException e) {
                          refused++;
                        }
                      }
                    })
                .buffer(3));
    assertThat(fanIn.next()).isEqualTo("a");
    fanIn.close();
    assertThat(fanIn.snapshot().getFirst().waiting()).isLessThanOrEqualTo(4);
    assertThat(states(fanIn)).containsExactly(SourceState.CANCELLED);
  }

  @Test
  void aFailedSourceEndsAllAndIsNamed() throws Exception {
    FanIn<String> fanIn =
        start(FanIn.<String>named("f").source("bad", FanInTest::fail).source("b", FanInTest::hang));
    assertThatThrownBy(() -> rest(fanIn))
        .hasMessageContaining("source bad of f")
        .hasRootCauseMessage("lost");
    assertThatThrownBy(fanIn::hasNext).hasMessageContaining("source bad");
    fanIn.close();
    assertThat(states(fanIn)).containsExactly(SourceState.FAILED, SourceState.CANCELLED);
    assertThat(heard.events).containsExactly("f bad java.io.IOException: lost");
  }

  @Test
  void theOthersGoOnIfToldSo() {
    FanIn<String> fanIn =
        start(
            FanIn.<String>named("f")
                .source("bad", FanInTest::fail)
                .source("b", items("b", 100))
                .keepGoing());
    assertThat(rest(fanIn)).hasSize(101);
    assertThat(states(fanIn)).containsExactly(SourceState.FAILED, SourceState.ENDED);
    assertThat(fanIn.snapshot().getFirst().failure().orElseThrow()).hasMessage("lost");
    fanIn.close();
    assertThat(heard.events).hasSize(1);
  }

  @Test
  void atTheDeadlineItEndsWithWhatWasRead() {
    FanIn<String> fanIn =
        start(FanIn.<String>named("f").source("a", items("a", 3)).source("b", FanInTest::hang));
    List<String> partial = Deadline.within(SHORT, () -> rest(fanIn));
    assertThat(partial).hasSizeLessThanOrEqualTo(4);
    fanIn.close();
    assertThat(states(fanIn).get(1)).isEqualTo(SourceState.CANCELLED);
    int left = fanIn.snapshot().stream().mapToInt(SourceSnapshot::waiting).sum();
    assertThat(partial.size() + left).isLessThanOrEqualTo(4);
  }

  @Test
  void anInterruptedReaderCancelsTheSources() {
    FanIn<String> fanIn = start(FanIn.<String>named("f").source("b", FanInTest::hang));
    Thread.currentThread().interrupt();
    assertThat(Failures.kind(() -> rest(fanIn))).isEqualTo(ErrorKind.CANCELLED);
    assertThat(Thread.interrupted()).isTrue();
    Eventually.within(LONG).until(() -> states(fanIn).equals(List.of(SourceState.CANCELLED)));
    assertThat(fanIn.hasNext()).isFalse();
  }

  @Test
  void anItemThatWasPromisedIsThereAtTheDeadline() {
    FanIn<String> fanIn =
        start(FanIn.<String>named("f").source("a", items("a", 2)).source("b", FanInTest::hang));
    MovableClock clock = MovableClock.create();
    Deadline.after(LONG, clock)
        .run(
            () -> {
              assertThat(fanIn.hasNext()).isTrue();
              clock.advance(LONG);
              assertThat(fanIn.hasNext()).isTrue();
              assertThat(fanIn.next()).isNotNull();
              assertThat(fanIn.hasNext()).isFalse();
              return true;
            });
    assertThatThrownBy(fanIn::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void anItemThatWasPromisedIsThereAfterAFailureAndAfterTheClose() {
    CountDownLatch gate = new CountDownLatch(1);
    FanIn.Source<String> failing =
        sink -> {
          gate.await();
          throw new IOException("lost");
        };
    FanIn<String> failed =
        start(FanIn.<String>named("f").source("a", items("a", 1)).source("bad", failing));
    assertThat(failed.hasNext()).isTrue();
    gate.countDown();
    failed.close();
    assertThat(failed.next()).isEqualTo("a0");
    FanIn<String> closed = start(FanIn.<String>named("f").source("a", items("a", 2)));
    assertThat(closed.hasNext()).isTrue();
    closed.close();
    assertThat(closed.next()).isEqualTo("a0");
    assertThat(closed.hasNext()).isFalse();
  }

  @Test
  void aSourceThatReturnsWhenInterruptedWasCutShort() {
    FanIn<String> fanIn =
        start(
            FanIn.<String>named("f")
                .source(
                    "polite",
                    sink -> {
                      try {
                        hang(sink);
                      } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                      }
                    }));
    assertThat(fanIn.next()).isEqualTo("hanging");
    fanIn.close();
    assertThat(states(fanIn)).containsExactly(SourceState.CANCELLED);
  }

  @Test
  void sourcesRunUnderTheDeadlineOfWhoStartedThem() {
    FanIn<Boolean> fanIn =
        Deadline.within(
            LONG,
            () ->
                start(
                    FanIn.<Boolean>named("f")
                        .source("a", sink -> sink.accept(Deadline.current().bounded()))));
    assertThat(rest(fanIn)).containsExactly(true);
  }

  @Test
  void pipelinesFlowInAndOut() {
    List<String> out = new ArrayList<>();
    FanIn.Source<String> shouting =
        sink ->
            Pipeline.<String>named("shout")
                .map("upper", item -> item.toUpperCase(java.util.Locale.ROOT))
                .into("merge", sink::accept)
                .run(items("x", 50))
                .orThrow();
    FanIn<String> fanIn =
        start(FanIn.<String>named("f").source("p", shouting).source("a", items("a", 50)));
    Pipeline.<String>named("out").into("out", out::add).run(fanIn).orThrow();
    assertThat(out).hasSize(100);
    assertThat(out.stream().filter(of("X"))).hasSize(50).first().isEqualTo("X0");
  }

  @Test
  void noThreadIsLeft() throws Exception {
    Leaks.none(
        () -> {
          start(FanIn.<String>named("f").source("b", FanInTest::hang)).close();
          FanIn<String> full = start(FanIn.<String>named("f").source("a", endless("a")).buffer(1));
          full.next();
          full.close();
          FanIn<String> failing = start(FanIn.<String>named("f").source("a", FanInTest::fail));
          assertThatThrownBy(() -> rest(failing)).isNotNull();
        });
  }

  @Test
  void twoSourcesOfOneNameAreRefused() {
    FanInBuilder<String> builder = FanIn.<String>named("f").source("a", items("a", 1));
    assertThatThrownBy(() -> builder.source("a", items("a", 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
