package io.patternsdk.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;
import io.patternsdk.core.layer.Site;
import io.patternsdk.core.standard.StandardCapabilities;
import io.patternsdk.testkit.MovableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
  private final MovableClock clock = MovableClock.create();
  private final FaultPlan plan = FaultPlan.seeded(42, clock);
  private final AtomicInteger applied = new AtomicInteger();
  private final BoundOperation set = bind(plan, "keyvalue_basic", "set");
  private final BoundOperation get = bind(plan, "keyvalue_basic", "get");

  @Test
  void passesEverythingOnWithoutACue() {
    assertThat(get.call(() -> "value")).isEqualTo("value");
    assertThat(plan.reached("get")).isEqualTo(1);
    assertThat(plan.struck()).isZero();
  }

  @Test
  void aRefusedCallIsNotApplied() {
    plan.next(1, "set", Fault.refused(ErrorKind.UNAVAILABLE));

    assertThat(failure(set).effect()).isEqualTo(Effect.NONE);
    assertThat(applied).hasValue(0);
    set.run(applied::incrementAndGet);
    assertThat(applied).hasValue(1);
  }

  @Test
  void aLostAnswerIsAppliedAndUnknown() {
    plan.next(1, "set", Fault.lost(ErrorKind.TIMED_OUT));

    BackendException failure = failure(set);

    assertThat(failure.kind()).isEqualTo(ErrorKind.TIMED_OUT);
    assertThat(failure.effect()).isEqualTo(Effect.UNKNOWN);
    assertThat(failure).hasMessageContaining("seed 42");
    assertThat(applied).hasValue(1);
    assertThat(plan.reached("keyvalue_basic.set")).isEqualTo(1);
  }

  @Test
  void whatALostAnswerHandedOutIsClosed() {
    AtomicBoolean closed = new AtomicBoolean();
    plan.next(1, "*", Fault.lost(ErrorKind.UNAVAILABLE));
    AutoCloseable handedOut = () -> closed.set(true);
    assertThatThrownBy(() -> get.call(() -> handedOut)).isInstanceOf(BackendException.class);
    assertThat(closed).isTrue();
  }

  @Test
  void aCueStrikesWhereItIsGiven() {
    plan.always("keyvalue_basic.get", Fault.refused(ErrorKind.UNAVAILABLE));
    set.run(applied::incrementAndGet);
    failure(get);
    plan.heal();
    plan.always("keyvalue_basic.*", Fault.refused(ErrorKind.UNAVAILABLE));
    bind(plan, "pubsub_basic", "publish").run(applied::incrementAndGet);
    failure(set);
    assertThat(applied).hasValue(2);
  }

  @Test
  void aPlaceWhereNoCallIsMadeIsRefusedWithTheNearestOne() {
    Fault fault = Fault.refused(ErrorKind.UNAVAILABLE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan.next(1, "enqueu", fault))
        .withMessageContainingAll("enqueu", "did you mean enqueue?");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan.always("keyvalue_basic.sett", fault))
        .withMessageContaining("did you mean keyvalue_basic.set?");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan.sometimes(0.5, "keyvaluebasic.*", fault))
        .withMessageContaining("did you mean keyvalue_basic.*?");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan.reached("driver.opens"))
        .withMessageContaining("did you mean driver.open?");
  }

  @Test
  void everyOperationOfTheSdkIsAPlace() {
    StandardCapabilities.all().stream()
        .flatMap(capability -> capability.operations().stream())
        .forEach(operation -> assertThat(plan.reached(operation.toString())).isZero());
  }

  @Test
  void theOperationsOfACapabilityFromElsewhereArePlacesIfItIsGiven() {
    Operation own = Operation.of("own_thing", "run", Kind.WRITE);
    Capability<Runnable> capability =
        Capability.of("own_thing", Runnable.class, (driver, wiring) -> driver, own);
    Fault fault = Fault.refused(ErrorKind.UNAVAILABLE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan.next(1, "own_thing.run", fault))
        .withMessageContaining("FaultPlan.seeded");
    FaultPlan knowing = FaultPlan.seeded(42, clock, capability);
    knowing.next(1, "own_thing.run", fault);
    failure(bind(knowing, "own_thing", "run"));
  }

  @Test
  void aDelayEndsByTheClock() {
    plan.next(1, "set", Fault.delayed(Duration.ofSeconds(5)));
    CompletableFuture<Void> call =
        CompletableFuture.runAsync(() -> set.run(applied::incrementAndGet));
    clock.awaitSleepers(1);
    assertThat(applied).hasValue(0);
    clock.advance(Duration.ofSeconds(5));
    call.join();
    assertThat(applied).hasValue(1);
  }

  @Test
  void theSameSeedFailsTheSameCalls() {
    assertThat(outcomes(7)).isEqualTo(outcomes(7)).isNotEqualTo(outcomes(8)).contains(true, false);
  }

  private List<Boolean> outcomes(long seed) {
    FaultPlan seeded = FaultPlan.seeded(seed, clock);
    seeded.sometimes(0.3, "*", Fault.ambiguous(ErrorKind.TIMED_OUT));
    BoundOperation enqueue = bind(seeded, "queue_basic", "enqueue");
    List<Boolean> applications = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      int before = applied.get();
      try {
        enqueue.run(applied::incrementAndGet);
      } catch (BackendException onCue) {
        applications.add(applied.get() > before);
      }
    }
    return applications;
  }

  private BackendException failure(BoundOperation operation) {
    try {
      operation.run(applied::incrementAndGet);
    } catch (BackendException e) {
      return e;
    }
    throw new AssertionError("no fault struck");
  }

  private static BoundOperation bind(FaultPlan plan, String capability, String name) {
    return BoundOperation.bind(
        new Site("slot", "driver"), Operation.of(capability, name, Kind.WRITE), List.of(plan));
  }
}
