package io.patternsdk.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.json.JsonValue;
import io.patternsdk.core.merge.KeyValueMerge;
import io.patternsdk.core.merge.Records;
import io.patternsdk.core.standard.StandardCapabilities;
import io.patternsdk.session.SessionException.Code;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.KeptMeters;
import io.patternsdk.testkit.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How large sessions may be, how many there may be, and what is published of them. */
class SessionLimitsTest {
  private final MovableClock clock = MovableClock.at(Instant.parse("2026-01-01T00:00:00Z"));
  private final Backend backend =
      DriverRegistry.load().open("embedded", BackendOptions.named("regions").clock(clock));

  private SessionStoreBuilder builder() {
    return SessionStore.builder().region(backend).secret(Stores.SECRET).clock(clock);
  }

  @AfterEach
  void close() {
    backend.close();
  }

  private static void refused(Code code, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(SessionException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void aSessionHasAnUpperSizeAndNothingIsHalfWritten() {
    try (SessionStore small = builder().maxSessionSize(1_024).start()) {
      String id = small.create(NewSession.empty().with("a", "x".repeat(400))).id();
      small.set(id, "b", "x".repeat(200));
      assertThatThrownBy(() -> small.set(id, Map.of("c", JsonValue.of(1), "d", text(400))))
          .isInstanceOf(SessionException.class)
          .hasMessageMatching("the session has \\d+ bytes .* more than 1024 .*max_session_size.*");
      refused(Code.TOO_LARGE, () -> small.login(id, Optional.of("x".repeat(400))));
      refused(Code.TOO_LARGE, () -> small.create(NewSession.empty().with("a", text(2_000))));
      assertThat(small.find(id).orElseThrow().attributes()).containsOnlyKeys("a", "b");
      small.set(id, "a", "short");
      small.remove(id, List.of("b"));
      small.set(id, "d", "x".repeat(400));
      assertThat(small.find(id).orElseThrow().attributes()).containsOnlyKeys("a", "d");
    }
  }

  private static JsonValue text(int length) {
    return JsonValue.of("x".repeat(length));
  }

  @Test
  void aPrincipalHasSoManySessionsOnly() {
    try (SessionStore few = builder().maxSessionsPerPrincipal(2).start()) {
      String first = few.create(NewSession.of("ann")).id();
      String second = few.create(NewSession.of("ann")).id();
      assertThatThrownBy(() -> few.create(NewSession.of("ann")))
          .hasMessage(
              "the principal has 2 sessions; at most 2 may be there (max_sessions_per_principal)");
      String other = few.create(NewSession.of("bob")).id();
      refused(Code.TOO_MANY, () -> few.login(other, Optional.of("ann")));
      few.login(second, Optional.of("ann"));
      few.delete(first);
      few.login(other, Optional.of("ann"));
      assertThat(few.list("ann", 10, Optional.empty()).sessions()).hasSize(2);
    }
  }

  @Test
  void theStoreHasSoManySessionsOnly() {
    try (SessionStore few = builder().maxSessions(2).start()) {
      List<String> ids = new ArrayList<>();
      assertThatThrownBy(
              () ->
                  Stream.generate(NewSession::empty)
                      .limit(3)
                      .forEach(each -> ids.add(few.create(each).id())))
          .hasMessageContaining("at most 2 may be there (max_sessions)");
      ids.forEach(few::delete);
      Eventually.within(Duration.ofMinutes(1))
          .check(
              () -> {
                clock.advance(Duration.ofSeconds(10)); // it counts when it sweeps
                few.create(NewSession.empty());
              });
    }
  }

  @Test
  void thoseOfOthersAreCountedAndNoneIsForgotten() {
    KeyValueMerge merging = backend.require(StandardCapabilities.KEYVALUE_MERGE);
    Map<String, Object> values = Map.of("secret", Stores.SECRET, "max_sessions", 3);
    SessionQuotas quotas =
        new SessionQuotas(
            Records.of(merging, clock), Settings.of(values).read(SessionSettings::from));
    try (SessionStore store = builder().start()) {
      store.create(NewSession.empty());
      quotas.created();
      store.create(NewSession.empty());
      assertThat(quotas.last()).isEqualTo(1);
      quotas.count();
      assertThat(quotas.last()).isEqualTo(2);
      quotas.created();
      refused(Code.TOO_MANY, () -> quotas.checkCreate(Optional.empty()));
    }
  }

  @Test
  void metricsSayWhatWasAskedHowLongItTookAndWhatIsThere() {
    KeptMeters meters = new KeptMeters();
    try (SessionStore metered = builder().meters(meters).start()) {
      String id = metered.create(NewSession.empty().with("a", "x".repeat(100))).id();
      metered.set(id, "a", "x".repeat(300));
      refused(Code.NOT_FOUND, () -> metered.set("none", "a", 1));
      assertThat(meters.read("session_store_operations_total")).isEqualTo(3);
      assertThat(meters.read("session_store_operation_latency_seconds_count")).isEqualTo(3);
      assertThat(meters.read("session_store_size_bytes_count")).isEqualTo(2);
      assertThat(meters.read("session_store_size_bytes_sum")).isBetween(400.0, 1_000.0);
      Eventually.within(Duration.ofMinutes(1))
          .check(
              () -> {
                clock.advance(Duration.ofSeconds(10)); // it counts when it sweeps
                assertThat(meters.read("session_store_sessions_active")).isEqualTo(1);
              });
    }
  }
}
