package io.patternsdk.lifecycle;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.pattern.FilledSlot;
import io.patternsdk.core.pattern.MemberState;
import io.patternsdk.core.pattern.Slot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Members of a slot for many that are not there when the pattern starts. */
class LateMembersTest {
  private final FakeBackend eu = new FakeBackend("eu");
  private final FakeBackend us = new FakeBackend("us");
  private final Stage stage = new Stage().with(eu).with(us);

  private RunningPattern<FakePattern> start(String more, Slot... slots) {
    String yaml =
        """
        fake:
          slots: {regions: {backends: [eu, us]}}
          backends: {eu: {driver: eu}, us: {driver: us}}
          lifecycle: {startup_timeout: 10s%s}
        """;
    return Stage.start(stage.runner(new FakePattern.Provider(slots)), yaml.formatted(more));
  }

  private RunningPattern<FakePattern> start() {
    return start("", Slot.many("regions", KEYVALUE_BASIC));
  }

  private static BackendException gone() {
    return new BackendException(ErrorKind.UNAVAILABLE, "connection refused");
  }

  private static FilledSlot member(RunningPattern<FakePattern> running, int number) {
    return running.pattern().context.members("regions").get(number);
  }

  /** Moves the time on until something is so. */
  private void until(BooleanSupplier condition) {
    Stage.SOON.until(
        () -> {
          stage.clock.advance(Duration.ofSeconds(5));
          return condition.getAsBoolean();
        });
  }

  @Test
  void aMemberIsTriedOnceBeforeThePatternStartsWithoutIt() {
    us.refuse = LateMembersTest::gone;
    try (var running = start()) {
      assertThat(us.events).containsExactly("open us");
      assertThat(member(running, 0).state().status()).isEqualTo(MemberState.Status.UP);
      assertThat(member(running, 1).state().status()).isEqualTo(MemberState.Status.OPENING);
      assertThat(member(running, 1).state().reason()).isEqualTo("connection refused");
    }
  }

  @Test
  void whatWillNotPassByItselfDoesNotFailTheStartEither() {
    us.refuse =
        () ->
            new BackendException(ErrorKind.PERMISSION_DENIED, Effect.NONE, "wrong password", null);
    try (var running = start()) {
      assertThat(running.health().reason()).isEqualTo("regions.us (us) is opening: wrong password");
      us.refuse = () -> null;
      until(() -> running.health().reason().isEmpty());
    }
  }

  @Test
  void tooFewMembersFailTheStartWithEveryReason() {
    eu.refuse = LateMembersTest::gone;
    us.refuse = LateMembersTest::gone;
    var starting = Stage.async(() -> start());
    while (!starting.isDone()) {
      Stage.SOON.until(() -> starting.isDone() || stage.clock.sleepers() > 0);
      stage.clock.advance(Duration.ofSeconds(1));
    }
    assertThatThrownBy(starting::join)
        .hasCauseInstanceOf(UnavailableException.class)
        .hasMessageContaining("backend eu (eu): connection refused")
        .hasMessageContaining("backend us (us): connection refused");
  }

  @Test
  void asManyAsTheCodeNeedsAreWaitedFor() {
    us.refuse = LateMembersTest::gone;
    var starting = Stage.async(() -> start("", Slot.many("regions", KEYVALUE_BASIC).atLeast(2)));
    stage.clock.awaitSleepers(1);
    assertThat(starting).isNotDone();
    us.refuse = () -> null;
    Stage.SOON.until(
        () -> {
          stage.clock.advance(Duration.ofSeconds(1));
          return starting.isDone();
        });
    try (var running = starting.join()) {
      assertThat(running.health().slots())
          .allMatch(slot -> slot.state().status() == MemberState.Status.UP);
    }
  }

  @Test
  void aBackendOfASlotForOneHasToBeThere() {
    us.refuse =
        () ->
            new BackendException(ErrorKind.PERMISSION_DENIED, Effect.NONE, "wrong password", null);
    String yaml =
        """
        fake:
          slots: {regions: {backends: [eu, us]}, state: {backend: us}}
          backends: {eu: {driver: eu}, us: {driver: us}}
        """;
    var provider =
        new FakePattern.Provider(
            Slot.many("regions", KEYVALUE_BASIC), Slot.required("state", KEYVALUE_BASIC));
    assertThatThrownBy(() -> Stage.start(stage.runner(provider), yaml))
        .isInstanceOf(UnavailableException.class);
    assertThat(eu.events).containsExactly("open eu", "close eu");
  }

  @Test
  void aWrongSettingOfAMemberFailsTheStart() {
    us.refuse = () -> ConfigException.of("the certificate is no certificate", "expected PEM");
    assertThatThrownBy(this::start)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("the certificate is no certificate");
    assertThat(eu.events).containsExactly("open eu", "close eu");
  }

  @Test
  void theNextAttemptIsSaidAndGrowsLater() {
    us.refuse = LateMembersTest::gone;
    try (var running = start()) {
      var values = member(running, 1).require(KEYVALUE_BASIC);
      assertThatThrownBy(() -> values.get("key"))
          .isInstanceOfSatisfying(
              BackendException.class,
              e -> {
                assertThat(e.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
                assertThat(e.effect()).isEqualTo(Effect.NONE);
                assertThat(e.retryAfter()).contains(Duration.ofMillis(500));
              });
      until(
          () -> {
            try {
              values.get("key");
              return false;
            } catch (BackendException e) {
              return e.retryAfter().equals(Optional.of(Duration.ofSeconds(30)));
            }
          });
    }
  }

  @Test
  void callsToWhatIsNotOpenCountInNoBreaker() {
    us.refuse = LateMembersTest::gone;
    try (var running = start()) {
      var values = member(running, 1).require(KEYVALUE_BASIC);
      for (int i = 0; i < 100; i++) {
        assertThatThrownBy(() -> values.get("key")).isInstanceOf(BackendException.class);
      }
      us.refuse = () -> null;
      until(() -> member(running, 1).state().status() == MemberState.Status.UP);
      assertThat(values.get("key")).isEmpty();
    }
  }

  @Test
  void aServerThatLacksWhatIsRequiredIsRefusedAndNotTheProcess() {
    us.refuse = LateMembersTest::gone;
    try (var running = start()) {
      us.lacksEverything = true;
      us.refuse = () -> null;
      until(() -> member(running, 1).state().status() == MemberState.Status.DOWN);
      assertThat(member(running, 1).state().reason())
          .contains("needs keyvalue_basic, which the backend us (us) does not have on Fake 4");
      until(() -> us.events.contains("close us"));
      assertThat(running.health().ready()).isTrue();
      us.lacksEverything = false;
      until(() -> member(running, 1).state().status() == MemberState.Status.UP);
    }
  }

  @Test
  void thePatternHearsOfWhoJoins() {
    us.refuse = LateMembersTest::gone;
    List<MemberState.Status> heard = new CopyOnWriteArrayList<>();
    try (var running = start()) {
      member(running, 1).onChange(state -> heard.add(state.status()));
      Stage.SOON.until(() -> heard.contains(MemberState.Status.OPENING));
      us.refuse = () -> null;
      until(() -> heard.contains(MemberState.Status.UP));
      assertThat(heard).containsExactly(MemberState.Status.OPENING, MemberState.Status.UP);
    }
  }

  @Test
  void theStateIsAMetric() {
    us.refuse = LateMembersTest::gone;
    try (var running = start()) {
      assertThat(running.metrics().orElseThrow().read("").text())
          .contains("slot_state{slot=\"regions.eu\"} 0")
          .contains("slot_state{slot=\"regions.us\"} 2");
    }
  }

  @Test
  void aStopEndsTheAttemptsAndClosesInReverse() {
    eu.onClose = () -> us.events.add("close eu");
    us.refuse = LateMembersTest::gone;
    RunningPattern<FakePattern> running = start();
    us.refuse = () -> null;
    until(() -> member(running, 1).state().status() == MemberState.Status.UP);
    assertThat(running.stop()).isZero();
    assertThat(us.events).endsWith("close us", "close eu");
  }

  @Test
  void aMemberThatIsBeingOpenedWhileTheProcessStopsIsClosed() throws InterruptedException {
    us.refuse = LateMembersTest::gone;
    RunningPattern<FakePattern> running = start();
    CountDownLatch opening = new CountDownLatch(1);
    CountDownLatch stopping = new CountDownLatch(1);
    us.refuse =
        () -> { // as a client that opens a connection whatever interrupts it
          opening.countDown();
          uninterruptibly(stopping);
          return null;
        };
    until(() -> opening.getCount() == 0);
    running.pattern().onShutdown = deadline -> stopping.countDown();
    assertThat(running.stop()).isZero();
    assertThat(us.events).endsWith("open us", "close us");
    assertThat(member(running, 1).state().status()).isEqualTo(MemberState.Status.OPENING);
    assertThat(eu.events).endsWith("close eu");
  }

  @Test
  void aMemberThatHangsWhileItIsOpenedHoldsUpTheEndForNoLongerThanACallMayTake() {
    us.refuse = LateMembersTest::gone;
    RunningPattern<FakePattern> running = start();
    CountDownLatch opening = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    us.refuse =
        () -> {
          opening.countDown();
          uninterruptibly(end);
          return null;
        };
    until(() -> opening.getCount() == 0);
    var stopping = Stage.async(running::stop);
    Stage.SOON.until(
        () -> {
          stage.clock.advance(Duration.ofSeconds(1));
          return stopping.isDone();
        });
    assertThat(eu.events).endsWith("close eu");
    assertThat(us.events).doesNotContain("close us");
    end.countDown();
    Stage.SOON.until(() -> us.events.contains("close us"));
  }

  private static void uninterruptibly(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
