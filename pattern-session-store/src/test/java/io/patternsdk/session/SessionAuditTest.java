package io.patternsdk.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.config.Secret;
import io.patternsdk.core.layer.Call;
import io.patternsdk.core.layer.Interceptor;
import io.patternsdk.core.layer.Invocation;
import io.patternsdk.core.layer.Layer;
import io.patternsdk.core.merge.Patch;
import io.patternsdk.core.merge.Stamp;
import io.patternsdk.core.standard.StandardCapabilities;
import io.patternsdk.session.audit.SessionAuditEntry;
import io.patternsdk.session.audit.SessionAuditEntry.Action;
import io.patternsdk.session.audit.SessionAuditEntry.Outcome;
import io.patternsdk.session.audit.SessionCaller;
import io.patternsdk.testkit.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each thing that is done to a session has an entry, which leads nobody to the session. */
class SessionAuditTest {
  private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
  private static final SessionCaller ADMIN =
      SessionCaller.named("admin").within("4bf92f3577b34da6");

  private final MovableClock clock = MovableClock.at(NOW);
  private final AtomicBoolean failing = new AtomicBoolean();
  private final Backend backend =
      DriverRegistry.load().open("embedded", BackendOptions.named("embedded").clock(clock));
  private final Layer failure =
      (site, operation) ->
          new Interceptor() {
            @Override
            public <T> T call(Invocation invocation, Call<T> next) {
              if (failing.get()) {
                throw new BackendException(
                    ErrorKind.UNAVAILABLE, Effect.UNKNOWN, "failed on purpose", null);
              }
              return next.run();
            }
          };
  private final List<SessionAuditEntry> entries = new CopyOnWriteArrayList<>();

  private SessionStore store(UnaryOperator<SessionStoreBuilder> settings) {
    SessionStore store =
        settings
            .apply(
                SessionStore.builder()
                    .region(backend, failure)
                    .secret(Stores.SECRET)
                    .clock(clock)
                    .sweepInterval(Duration.ofHours(1)))
            .build();
    store.onAudit(entries::add);
    store.start();
    return store;
  }

  @AfterEach
  void close() {
    backend.close();
  }

  private SessionAuditEntry last() {
    return entries.getLast();
  }

  private void last(Action action, Outcome outcome, Optional<String> detail) {
    assertThat(last().action()).isEqualTo(action);
    assertThat(last().outcome()).isEqualTo(outcome);
    assertThat(last().detail()).isEqualTo(detail);
    assertThat(last().caller()).isEqualTo(ADMIN);
  }

  @Test
  void eachOperationHasItsEntry() {
    try (SessionStore store = store(builder -> builder)) {
      SessionStore admin = store.by(ADMIN);
      String id = admin.create(NewSession.of("ann").with("cart", "book")).id();
      last(Action.CREATE, Outcome.DONE, Optional.empty());
      assertThat(last().time()).isEqualTo(NOW);
      assertThat(last().principal()).contains("ann");
      String session = last().session().orElseThrow();
      clock.advance(Duration.ofSeconds(7));
      admin.extend(id, Duration.ofHours(1), Duration.ofHours(9));
      last(Action.EXTEND, Outcome.DONE, Optional.empty());
      assertThat(last().time()).isEqualTo(NOW.plusSeconds(7));
      assertThat(last().session()).contains(session);
      String renamed = admin.rename(id).id();
      assertThat(last().session()).contains(session);
      String other = last().detail().orElseThrow().replace("to ", "");
      admin.find(renamed);
      admin.set(renamed, "cart", "pen");
      assertThat(admin.delete(renamed)).isTrue();
      last(Action.DELETE, Outcome.DONE, Optional.empty());
      assertThat(last().session()).contains(other);
      assertThat(admin.delete(renamed)).isFalse();
      last(Action.DELETE, Outcome.ABSENT, Optional.empty());
      store.create(NewSession.of("ann"));
      assertThat(last().caller()).isEqualTo(SessionCaller.UNKNOWN);
      admin.logoutEverywhere("ann");
      last(Action.LOGOUT_EVERYWHERE, Outcome.DONE, Optional.of("ended 1"));
      assertThat(last().principal()).contains("ann");
      assertThat(entries).hasSize(7);
      assertThat(entries.toString())
          .doesNotContain(id.substring(0, 22), renamed.substring(0, 22), "book", Stores.SECRET);
    }
  }

  @Test
  void aRefusalAndAFailureHaveOneAndAnInventedIdIsNotInIt() {
    try (SessionStore store = store(builder -> builder)) {
      SessionStore admin = store.by(ADMIN);
      String invented = "A".repeat(44);
      assertThatThrownBy(() -> admin.rename(invented)).isInstanceOf(SessionException.class);
      last(Action.RENAME, Outcome.ABSENT, Optional.of("not_found"));
      assertThat(last().session()).isEmpty();
      NewSession endless = NewSession.empty().with("a", "x".repeat(70_000));
      assertThatThrownBy(() -> admin.create(endless)).isInstanceOf(SessionException.class);
      last(Action.CREATE, Outcome.REFUSED, Optional.of("too_large"));
      String id = admin.create(NewSession.empty()).id();
      failing.set(true);
      assertThatThrownBy(() -> admin.delete(id)).isInstanceOf(OperationException.class);
      failing.set(false);
      last(Action.DELETE, Outcome.FAILED, Optional.of("effect unknown"));
    }
  }

  @Test
  void whatWasTamperedWithHasOne() {
    try (SessionStore store = store(builder -> builder.keys(Map.of("k1", "1".repeat(64))))) {
      String id = store.create(NewSession.empty().with("cart", "book")).id();
      String session = last().session().orElseThrow();
      SessionIds ids = new SessionIds(Secret.of(Stores.SECRET), Optional.empty());
      var unused =
          backend
              .require(StandardCapabilities.KEYVALUE_MERGE)
              .merge(
                  ids.key(id).orElseThrow(),
                  Patch.at(new Stamp(Long.MAX_VALUE, "attacker"))
                      .set("a:cart", "\1\"diamond\"")
                      .build());
      assertThat(store.find(id).orElseThrow().attributes()).isEmpty();
      assertThat(last().action()).isEqualTo(Action.TAMPERED);
      assertThat(last().session()).contains(session);
      assertThat(last().detail().orElseThrow()).startsWith("attribute cart is not protected");
      assertThat(last().toString()).doesNotContain("diamond");
    }
  }

  @Test
  void aLogThatThrowsFailsNoCall() {
    try (SessionStore store = store(builder -> builder)) {
      store.onAudit(
          entry -> {
            throw new IllegalStateException("on purpose");
          });
      String id = store.create(NewSession.empty()).id();
      assertThat(store.delete(id)).isTrue();
      assertThat(entries).hasSize(2);
    }
  }
}
