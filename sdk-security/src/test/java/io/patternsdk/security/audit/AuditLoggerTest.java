package io.patternsdk.security.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.KeptMeters;
import io.patternsdk.testkit.MovableClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits, what finds no room, and what a sink that fails does to it. */
class AuditLoggerTest {
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));
  private static final AuditRecord RECORD = AuditRecord.of("alice", "close", "account 17");

  private final MovableClock clock = MovableClock.create();
  private final KeptMeters meters = new KeptMeters();
  private final Sink sink = new Sink();

  /** Keeps entries one by one, as the test lets it, and fails as often as the test says. */
  private static final class Sink implements AuditSink {
    final List<AuditEntry> kept = new CopyOnWriteArrayList<>();
    final Semaphore turns = new Semaphore(0);
    volatile boolean failing;
    volatile boolean outOfMemory;

    @Override
    public int append(List<AuditEntry> entries) throws IOException {
      turns.acquireUninterruptibly();
      if (failing) {
        throw new IOException("No space left on device");
      }
      if (outOfMemory) {
        throw new OutOfMemoryError("on purpose");
      }
      kept.add(entries.getFirst());
      return 1;
    }

    void go() {
      turns.release(1_000_000);
    }

    @Override
    public void close() {
      throw new AssertionError("it is not the logger's to close");
    }
  }

  private AuditLogger.Builder logger() {
    return AuditLogger.to(sink).capacity(4).clock(clock).meters(meters);
  }

  private static void record(AuditLogger audit, int count) {
    for (int i = 0; i < count; i++) {
      try (AuditLogger.Place place = audit.reserve()) {
        place.record(RECORD.outcome(Integer.toString(i)));
      }
    }
  }

  private double read(String name) {
    return meters.read("audit_" + name);
  }

  @Test
  void recordsAreWrittenInTheirOrderWithTheTimeWhenTheyWereBegun() {
    try (AuditLogger audit = logger().build()) {
      AuditLogger.Place first = audit.reserve();
      clock.advance(Duration.ofSeconds(9));
      record(audit, 1);
      first.record(RECORD.outcome("late"));
      first.close();
      assertThatThrownBy(() -> first.record(RECORD)).isInstanceOf(IllegalStateException.class);
      sink.go();
    }
    List<String> outcomes = new ArrayList<>();
    for (AuditEntry entry : sink.kept) {
      outcomes.add(((AuditEntry.Asked) entry).record().outcome() + " " + entry.time());
    }
    assertThat(outcomes).containsExactly("0 2025-01-01T00:00:09Z", "late 2025-01-01T00:00:00Z");
    assertThat(read("written_total")).isEqualTo(2);
    assertThat(read("waiting")).isZero();
  }

  @Test
  void whatWouldFindNoRoomIsRefusedBeforeItIsDone() {
    try (AuditLogger audit = logger().build()) {
      record(audit, 4);
      assertThatThrownBy(audit::reserve)
          .isInstanceOf(AuditFullException.class)
          .hasMessageContaining("4 audit records wait");
      assertThat(read("refused_total")).isEqualTo(1);
      sink.turns.release();
      SOON.until(() -> sink.kept.size() == 1 && read("waiting") == 3);
      audit.reserve().close();
      record(audit, 1);
      assertThatThrownBy(audit::reserve).isInstanceOf(AuditFullException.class);
      sink.go();
    }
    assertThat(sink.kept).hasSize(5);
    assertThat(read("lost_total")).isZero();
  }

  @Test
  void whatIsDroppedIsCountedAndToldByTheLogItself() {
    try (AuditLogger audit = logger().dropping(true).build()) {
      record(audit, 7);
      assertThat(read("lost_total")).isEqualTo(3);
      audit.reserve().close();
      sink.go();
    }
    long told = 0;
    for (AuditEntry entry : sink.kept) {
      told += entry instanceof AuditEntry.Lost lost ? lost.count() : 0;
    }
    assertThat(told).isEqualTo(3);
    assertThat(read("written_total")).isEqualTo(4);
    assertThat(read("refused_total")).isZero();
  }

  @Test
  void whatStrangersCauseLeavesHalfOfTheRoomToOthers() {
    try (AuditLogger audit = logger().build()) {
      assertThat(audit.offer(RECORD)).isTrue();
      assertThat(audit.offer(RECORD)).isTrue();
      assertThat(audit.offer(RECORD)).isFalse();
      record(audit, 2);
      assertThat(read("lost_total")).isEqualTo(1);
      sink.go();
    }
    assertThat(read("written_total")).isEqualTo(4);
  }

  @Test
  void whileTheSinkFailsRecordsWaitAndAreTriedAgain() {
    try (AuditLogger audit = logger().build()) {
      sink.failing = true;
      sink.go();
      record(audit, 4);
      for (int i = 0; i < 3; i++) {
        clock.awaitSleepers(1);
        assertThat(read("failing")).isEqualTo(1);
        clock.advance(Duration.ofSeconds(1));
      }
      clock.awaitSleepers(1);
      sink.failing = false;
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(sink.kept).hasSize(4);
    assertThat(read("failing")).isZero();
    assertThat(read("lost_total")).isZero();
  }

  @Test
  void anErrorOfTheSinkIsAFailureAsAnyOther() {
    try (AuditLogger audit = logger().build()) {
      sink.outOfMemory = true;
      sink.go();
      record(audit, 2);
      clock.awaitSleepers(1);
      assertThat(read("failing")).isEqualTo(1);
      sink.outOfMemory = false;
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(sink.kept).hasSize(2);
    assertThat(read("failing")).isZero();
  }

  @Test
  void aLoggerThatIsClosedWhileItsSinkFailsTriesOnceMoreAndSaysWhatIsLost() {
    AuditLogger audit = logger().build();
    sink.failing = true;
    sink.go();
    record(audit, 3);
    clock.awaitSleepers(1);
    audit.close();
    assertThat(sink.kept).isEmpty();
    assertThat(read("lost_total")).isEqualTo(3);
    assertThatThrownBy(audit::reserve).isInstanceOf(AuditFullException.class);
    audit.close();
  }

  @Test
  void whatIsStillUnderWayAtTheEndIsLostAsTheLogSays(@TempDir Path directory) throws IOException {
    AuditFiles files = AuditFiles.in(directory).key(Logs.KEY).open();
    AuditLogger audit =
        AuditLogger.to(files).meters(meters).patience(Duration.ZERO).capacity(4).build();
    AuditLogger.Place late = audit.reserve();
    AuditLogger.Place later = audit.reserve();
    record(audit, 1);
    audit.close();
    late.record(RECORD);
    later.close();
    audit.close();
    files.close();
    AuditReport report = AuditTrail.in(directory).key(Logs.KEY).verify();
    assertThat(report.problems()).isEmpty();
    assertThat(report.closed()).isTrue();
    assertThat(report.lost()).isEqualTo(2);
    assertThat(read("lost_total")).isEqualTo(2);
    assertThat(read("written_total")).isEqualTo(1);
    assertThat(read("waiting")).isZero();
  }

  @Test
  void aLoggerThatIsClosedWaitsForWhatIsUnderWay() throws InterruptedException {
    sink.go();
    AuditLogger audit = logger().patience(Duration.ofMinutes(2)).build();
    AuditLogger.Place done = audit.reserve();
    AuditLogger.Place notDone = audit.reserve();
    Thread closing = Thread.ofPlatform().start(audit::close);
    SOON.check(() -> assertThatThrownBy(() -> audit.reserve().close()).isNotNull());
    done.record(RECORD);
    notDone.close();
    closing.join();
    assertThat(sink.kept).hasSize(1);
    assertThat(read("lost_total")).isZero();
    assertThat(read("waiting")).isZero();
  }
}
