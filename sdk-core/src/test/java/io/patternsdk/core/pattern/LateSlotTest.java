package io.patternsdk.core.pattern;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_SCAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.HandClock;
import io.patternsdk.core.Health;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.FakeDriver;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.pattern.MemberState.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LateSlotTest {
  private final HandClock clock = new HandClock();
  private final SlotSupply supply =
      SlotSupply.of("regions.eu", "fake", Set.of(KEYVALUE_BASIC), clock);
  private final FilledSlot slot = supply.slot();

  private void open() {
    Backend backend = Backend.of(new FakeDriver(), BackendOptions.named("eu").toContext());
    supply.open(backend.capabilities("regions.eu", List.of()));
  }

  @Test
  void callsFailAtOnceAndSayWhyAndWhenToComeAgain() {
    KeyValue values = slot.require(KEYVALUE_BASIC);
    supply.opening("connection refused", Duration.ofSeconds(4));
    var failure = catchThrowableOfType(BackendException.class, () -> values.get("key"));
    assertThat(failure.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
    assertThat(failure.effect()).isEqualTo(Effect.NONE);
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(4));
    assertThat(failure).hasMessage("regions.eu (fake) open: not open: connection refused");
    assertThat(slot.state().status()).isEqualTo(Status.OPENING);
  }

  @Test
  void whatWasHeldBeforeWorksOnceItIsOpen() {
    KeyValue values = slot.require(KEYVALUE_BASIC);
    open();
    values.set("key", new byte[] {1});
    assertThat(values.get("key")).hasValue(new byte[] {1});
    assertThat(values.delete("key")).isTrue();
    assertThatThrownBy(() -> values.get(""))
        .isInstanceOfSatisfying(
            BackendException.class,
            e -> assertThat(e.kind()).isEqualTo(ErrorKind.INVALID_ARGUMENT));
  }

  @Test
  void onlyWhatTheSlotRequiresIsThereBeforeItIsOpen() {
    assertThat(slot.find(KEYVALUE_SCAN)).isEmpty();
    assertThat(slot.find(KEYVALUE_BASIC)).isPresent();
    open();
    assertThat(slot.find(KEYVALUE_SCAN)).isPresent();
  }

  @Test
  void aStandInIsAnObjectLikeAnyOther() {
    KeyValue values = slot.require(KEYVALUE_BASIC);
    assertThat(Set.of(values)).contains(values);
    assertThat(values).isNotEqualTo(slot);
    assertThat(values).hasToString("keyvalue_basic of regions.eu (fake)");
  }

  @Test
  void aStateHasTheTimeSinceWhichItHolds() {
    Instant begin = slot.state().since();
    clock.advance(Duration.ofNanos(500)); // less than to its overflow
    supply.opening("still refused", Duration.ofSeconds(1));
    assertThat(slot.state()).isEqualTo(MemberState.of(Status.OPENING, begin, "still refused"));
    open();
    assertThat(slot.state()).isEqualTo(MemberState.of(Status.UP, begin.plusNanos(500), ""));
  }

  @Test
  void healthIsNoMatterBeforeItIsOpen() {
    supply.report(Health.up());
    assertThat(slot.state().status()).isEqualTo(Status.OPENING);
    open();
    supply.report(Health.degraded("slow"));
    assertThat(slot.state().status()).isEqualTo(Status.DEGRADED);
    assertThat(slot.state().reason()).isEqualTo("slow");
  }

  @Test
  void aListenerHearsOfEachChangeOfStatus() throws InterruptedException {
    BlockingQueue<Status> heard = new LinkedBlockingQueue<>();
    slot.onChange(state -> heard.add(state.status()));
    assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(Status.OPENING);
    supply.opening("refused", Duration.ZERO);
    open();
    assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(Status.UP);
    supply.report(Health.down("gone"));
    assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(Status.DOWN);
  }

  @Test
  void aListenerThatFailsOrHangsKeepsNobodyFromHearing() throws InterruptedException {
    BlockingQueue<Status> heard = new LinkedBlockingQueue<>();
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    slot.onChange(
        state -> {
          throw new IllegalStateException("broken");
        });
    slot.onChange(
        state -> {
          stuck.countDown();
          await(end);
          heard.add(state.status());
        });
    await(stuck);
    open();
    supply.report(Health.down("gone"));
    end.countDown();
    assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(Status.OPENING);
    assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(Status.DOWN);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
