package io.patternsdk.driver.embedded;

import static io.patternsdk.core.standard.StandardCapabilities.DOCUMENT_QUERY;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BATCH;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_SCAN;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_TTL;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.filter.Filters;
import io.patternsdk.core.keyvalue.DocumentRequest;
import io.patternsdk.core.keyvalue.DocumentRequest.Order;
import io.patternsdk.core.keyvalue.KeyValueTtl;
import io.patternsdk.driver.embedded.journal.MemoryJournal;
import io.patternsdk.driver.embedded.journal.MonotonicClock;
import io.patternsdk.driver.embedded.journal.StoredValue;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.MovableClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExpiryTest {
  private static final byte[] VALUE = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
  private static final Duration TTL = Duration.ofSeconds(30);

  private final MovableClock clock = MovableClock.create();
  private final Backend backend = Opened.memory(clock);
  private final KeyValueTtl ttl = backend.require(KEYVALUE_TTL);

  @AfterEach
  void close() {
    backend.close();
  }

  @Test
  void everyReaderLosesItAtTheSameMoment() {
    backend.require(DOCUMENT_QUERY).index("", List.of("a"));
    ttl.set("k", VALUE, TTL);
    clock.advance(TTL.minusNanos(1));
    assertThat(readers()).containsOnly(true);
    clock.advance(Duration.ofNanos(1));
    assertThat(readers()).containsOnly(false);
  }

  @Test
  void theAbsentIsWrittenAnew() {
    ttl.set("k", VALUE, TTL);
    clock.advance(TTL);
    assertThat(ttl.expire("k", TTL)).isFalse();
    assertThat(ttl.persist("k")).isFalse();
    assertThat(backend.require(KEYVALUE_BASIC).delete("k")).isFalse();
    assertThat(backend.require(KEYVALUE_CAS).setIfAbsent("k", VALUE)).isPresent();
    assertThat(ttl.ttl("k")).isEmpty();
  }

  @Test
  void theWallClockMayStepMeanwhile() {
    ttl.set("k", VALUE, TTL);
    clock.stepWall(Duration.ofDays(1));
    assertThat(ttl.ttl("k")).contains(TTL);
    clock.stepWall(Duration.ofDays(-2));
    clock.advance(TTL);
    assertThat(ttl.ttl("k")).isEmpty();
  }

  @Test
  void aTtlBeyondAllTimeStays() {
    ttl.set("k", VALUE, Duration.ofSeconds(Long.MAX_VALUE));
    clock.advance(Duration.ofDays(36_500));
    assertThat(ttl.ttl("k")).isPresent();
  }

  @Test
  void oneThreadSweepsThemAllAndEnds() {
    MonotonicClock time = new MonotonicClock(clock);
    Scheduler scheduler = new Scheduler(time, "alarms");
    StoredValues values = values(time, scheduler);
    for (int i = 0; i < 2_500; i++) {
      long expiresAt = time.after(TTL.plusMillis(i));
      values.change("k" + i, before -> new StoredValue(VALUE, 1, expiresAt)).commit().await();
    }
    clock.awaitSleepers(1);
    assertThat(clock.sleepers()).isEqualTo(1);
    clock.advance(TTL.plusSeconds(10));
    Eventually.within(Duration.ofMinutes(1)).check(() -> assertThat(values.keys("")).isEmpty());
    assertThat(clock.sleepers()).isZero();
  }

  @Test
  void anEarlierExpiryIsSweptEarlier() {
    MonotonicClock time = new MonotonicClock(clock);
    StoredValues values = values(time, new Scheduler(time, "alarms"));
    for (Duration each : List.of(Duration.ofHours(1), TTL)) {
      StoredValue stored = new StoredValue(VALUE, 1, time.after(each));
      values.change("k" + each, before -> stored).commit().await();
    }
    clock.awaitSleepers(1);
    Eventually.within(Duration.ofMinutes(1))
        .check(
            () -> {
              clock.advance(TTL);
              assertThat(values.keys("")).hasSize(1);
            });
  }

  @Test
  void aFileKeepsWhenValuesExpire(@TempDir Path directory) {
    Path file = directory.resolve("store");
    try (Backend first = Opened.file(file, clock)) {
      first.require(KEYVALUE_TTL).set("short", VALUE, TTL);
      first.require(KEYVALUE_TTL).set("long", VALUE, TTL.multipliedBy(2));
    }
    clock.advance(TTL);
    try (Backend second = Opened.file(file, clock)) {
      assertThat(second.require(KEYVALUE_SCAN).keys("").toList()).containsExactly("long");
      assertThat(second.require(KEYVALUE_TTL).ttl("long")).contains(TTL);
    }
  }

  private static StoredValues values(MonotonicClock time, Scheduler scheduler) {
    MemoryJournal journal = new MemoryJournal();
    return new StoredValues(time, journal, journal::value, scheduler);
  }

  private List<Boolean> readers() {
    DocumentRequest all =
        new DocumentRequest("", Filters.eq("a", 1), Order.BY_KEY, Optional.empty(), 10);
    return List.of(
        backend.require(KEYVALUE_BASIC).get("k").isPresent(),
        backend.require(KEYVALUE_BASIC).exists("k"),
        backend.require(KEYVALUE_BATCH).getAll(List.of("k")).containsKey("k"),
        backend.require(KEYVALUE_CAS).getVersioned("k").isPresent(),
        !backend.require(KEYVALUE_SCAN).keys("").toList().isEmpty(),
        !backend.require(KEYVALUE_SCAN).entries("").toList().isEmpty(),
        backend.require(KEYVALUE_SCAN).count("") == 1,
        !backend.require(DOCUMENT_QUERY).find(all).entries().toList().isEmpty(),
        ttl.ttl("k").isPresent());
  }
}
