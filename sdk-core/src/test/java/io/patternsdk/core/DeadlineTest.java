package io.patternsdk.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DeadlineTest {
  private final HandClock clock = new HandClock();

  @Test
  void itPassesWhenItsTimeHasCome() {
    Deadline deadline = Deadline.after(Duration.ofSeconds(1), clock);
    assertThat(deadline.remaining()).isEqualTo(Duration.ofSeconds(1));
    clock.advance(Duration.ofMillis(999));
    assertThat(deadline.passed()).isFalse();
    clock.advance(Duration.ofMillis(1));
    assertThat(deadline.passed()).isTrue();
    assertThat(deadline.remaining()).isZero();
  }

  @Test
  void nestedDeadlinesOnlyShorten() {
    Deadline sooner = Deadline.after(Duration.ofSeconds(1), clock);
    Deadline later = Deadline.after(Duration.ofSeconds(9), clock);
    sooner.run(() -> later.run(() -> seen(sooner)));
    later.run(() -> sooner.run(() -> seen(sooner)));
    assertThat(Deadline.current()).isSameAs(Deadline.NONE);
  }

  @Test
  void itIsInForceNoLongerThanItsBodyEvenIfThatThrows() {
    assertThatThrownBy(
            () ->
                Deadline.within(
                    Duration.ofSeconds(1),
                    () -> {
                      throw new IllegalStateException();
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(Deadline.current().bounded()).isFalse();
  }

  @Test
  void itIsCarriedToAnotherThread() {
    Deadline deadline = Deadline.after(Duration.ofSeconds(1), clock);
    Runnable carried = deadline.run(() -> Deadline.carry((Runnable) () -> seen(deadline)));
    CompletableFuture.runAsync(carried).join();
  }

  @Test
  void itsCompanionIsCarriedEvenWithoutADeadline() throws Exception {
    try (var accompaniment = Deadline.accompanyBy(new Marking())) {
      assertThat(accompaniment).isNotNull();
      List<String> seen = new ArrayList<>();
      Deadline.carry((Runnable) () -> seen.add("run")).run();
      Callable<String> called = Deadline.carry((Callable<String>) () -> "call");
      assertThat(called.call()).isEqualTo("marked call");
      assertThat(seen).containsExactly("run");
    }
    Callable<String> plain = () -> "call";
    assertThat(Deadline.carry(plain)).isSameAs(plain);
  }

  @Test
  @SuppressWarnings("try") // ending twice is what is tested
  void severalMayAccompanyAndOneThatIsAskedForTwiceGoesOnce() throws Exception {
    Marking shared = new Marking();
    Callable<String> plain = () -> "call";
    Deadline.Accompaniment first = Deadline.accompanyBy(shared);
    Deadline.Accompaniment second = Deadline.accompanyBy(shared);
    Deadline.Accompaniment other = Deadline.accompanyBy(new Marking());
    assertThat(Deadline.carry(plain).call()).isEqualTo("marked marked call");
    other.close();
    first.close();
    first.close();
    assertThat(Deadline.carry(plain).call()).as("one still wants it").isEqualTo("marked call");
    second.close();
    assertThat(Deadline.carry(plain)).isSameAs(plain);
  }

  private static final class Marking implements Deadline.Companion {
    @Override
    public Runnable carry(Runnable task) {
      return task;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> Callable<T> carry(Callable<T> task) {
      return () -> (T) ("marked " + task.call());
    }
  }

  @Test
  void hugeAndNegativeDurationsAreNoTrap() {
    assertThat(Deadline.after(Duration.ofDays(1_000_000), clock).passed()).isFalse();
    assertThat(Deadline.after(Duration.ofSeconds(-1), clock).passed()).isTrue();
    Deadline longAgo = Deadline.after(Duration.ofSeconds(Long.MIN_VALUE), clock);
    clock.advance(Duration.ofNanos(1));
    assertThat(longAgo.passed()).isTrue();
    assertThat(Deadline.NONE.atMost(Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(3));
  }

  private static boolean seen(Deadline deadline) {
    assertThat(Deadline.current()).isSameAs(deadline);
    return true;
  }
}
