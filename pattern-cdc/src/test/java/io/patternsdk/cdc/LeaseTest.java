package io.patternsdk.cdc;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Clock;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.capability.Capabilities;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.testkit.MovableClock;
import io.patternsdk.testkit.fault.Fault;
import io.patternsdk.testkit.fault.FaultPlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeaseTest {
  private static final Duration LENGTH = Duration.ofSeconds(3);

  private final Backend backend = DriverRegistry.load().open("embedded");
  private final State state =
      new State(backend.require(KEYVALUE_BASIC), backend.require(KEYVALUE_CAS));
  private final MovableClock clock = MovableClock.create();

  @AfterEach
  void close() {
    backend.close();
  }

  private Lease lease(Clock by) {
    return new Lease(state, "leader", by, LENGTH);
  }

  @Test
  void whoComesFirstLeadsUntilTheLengthHasPassed() throws InterruptedException {
    Lease lease = lease(clock);
    assertThat(lease.isHeld()).isFalse();
    lease.acquire();
    assertThat(lease.isHeld()).isTrue();
    clock.advance(LENGTH.minusMillis(1));
    assertThat(lease.isHeld()).isTrue();
    assertThat(lease.renew()).isTrue();
    clock.advance(LENGTH.minusMillis(1));
    assertThat(lease.isHeld()).isTrue();
    clock.advance(Duration.ofMillis(1));
    assertThat(lease.isHeld()).isFalse();
  }

  @Test
  void whoWasNotHeardOfIsReplacedAndCannotRenew() throws InterruptedException {
    Lease frozen = lease(clock);
    frozen.acquire();
    Lease other = lease(clock);
    acquireAsTimeGoesOn(other);
    assertThat(frozen.isHeld()).isFalse();
    assertThat(frozen.renew()).isFalse();
    assertThat(other.isHeld()).isTrue();
    assertThat(other.epoch()).isGreaterThan(1);
  }

  @Test
  void thatTheStoreIsAwayIsSaidOnceAndWaitedFor() throws InterruptedException {
    FaultPlan plan = FaultPlan.seeded(1, clock);
    plan.next(5, "keyvalue_cas.*", Fault.refused(ErrorKind.UNAVAILABLE));
    Capabilities failing = backend.capabilities("state", List.of(plan));
    State away = new State(failing.require(KEYVALUE_BASIC), failing.require(KEYVALUE_CAS));
    Lease lease = new Lease(away, "leader", clock, LENGTH);
    Logger logger = Logger.getLogger(Lease.class.getName());
    Said said = new Said();
    logger.addHandler(said);
    try {
      acquireAsTimeGoesOn(lease);
    } finally {
      logger.removeHandler(said);
    }
    assertThat(plan.struck()).isEqualTo(5);
    assertThat(lease.isHeld()).isTrue();
    assertThat(said.lines)
        .singleElement()
        .asString()
        .startsWith("it cannot be seen who leads, nor taken over: state (embedded) get");
  }

  @Test
  void whatWaitingDoesNotMendEndsIt() {
    backend.require(KEYVALUE_BASIC).set("leader", new byte[] {'x'});
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> lease(clock).acquire())
        .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.CORRUPT));
  }

  private static final class Said extends Handler {
    final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord line) {
      lines.add(line.getMessage());
    }

    @Override
    public void flush() {
      // nothing is held back
    }

    @Override
    public void close() {
      // nothing is held
    }
  }

  private void acquireAsTimeGoesOn(Lease lease) {
    CompletableFuture<Void> leads = CompletableFuture.runAsync(() -> acquire(lease));
    while (!leads.isDone()) {
      if (clock.sleepers() > 0) {
        clock.advance(lease.interval());
      }
      Thread.onSpinWait();
    }
    leads.join();
  }

  private static void acquire(Lease lease) {
    try {
      lease.acquire();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatIsReleasedIsTakenAtOnce() throws InterruptedException {
    Lease first = lease(clock);
    first.acquire();
    first.release();
    assertThat(first.isHeld()).isFalse();
    Lease second = lease(clock);
    second.acquire(); // nobody moves the clock
    assertThat(second.epoch()).isEqualTo(2);
  }

  @Test
  void anEarlierLeaderStoresNoPositionAnyMore() {
    StoredPosition old = new StoredPosition(state, "position");
    assertThat(old.lead(1)).isEmpty();
    FeedPosition first = FeedPosition.behind("source", 1);
    old.store(Optional.of(first));
    StoredPosition newer = new StoredPosition(state, "position");
    assertThat(newer.lead(2)).contains(first);
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> old.store(Optional.of(FeedPosition.behind("source", 2))))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.CONFLICT));
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> new StoredPosition(state, "position").lead(1))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.CONFLICT));
    assertThat(new StoredPosition(state, "position").lead(3)).contains(first);
  }
}
