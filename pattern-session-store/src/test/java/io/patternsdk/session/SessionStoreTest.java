package io.patternsdk.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.filter.Filters;
import io.patternsdk.core.json.JsonValue;
import io.patternsdk.core.merge.KeyValueMerge;
import io.patternsdk.core.merge.Patch;
import io.patternsdk.core.merge.Stamp;
import io.patternsdk.core.standard.StandardCapabilities;
import io.patternsdk.session.SessionEvent.Reason;
import io.patternsdk.session.SessionException.Code;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The store on one backend whose clock is moved. */
class SessionStoreTest {
  private final MovableClock clock = MovableClock.at(Instant.parse("2026-01-01T00:00:00Z"));
  private final Backend backend =
      DriverRegistry.load().open("embedded", BackendOptions.named("regions").clock(clock));
  private final List<SessionEvent> events = new CopyOnWriteArrayList<>();
  private final SessionStore store = store();

  private SessionStoreBuilder builder() {
    return SessionStore.builder().region(backend).secret(Stores.SECRET).clock(clock);
  }

  private SessionStore store() {
    SessionStore made = builder().build();
    made.onDestroyed(events::add);
    made.start();
    return made;
  }

  @AfterEach
  void close() {
    store.close();
    backend.close();
  }

  private static void refused(Code code, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(SessionException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void whatIsCreatedIsFound() {
    Session created = store.create(NewSession.of("ann").with("theme", "dark").with("n", 3));
    Session found = store.find(created.id()).orElseThrow();
    assertThat(found).isEqualTo(created);
    assertThat(found.principal()).hasValue("ann");
    assertThat(found.attribute("theme")).hasValue(JsonValue.of("dark"));
    assertThat(found.idle()).hasValue(Duration.ofMinutes(30));
    assertThat(found.ends()).hasValue(Instant.parse("2026-01-02T00:00:00Z"));
    assertThat(store.peek(created.id())).hasValue(created);
  }

  @Test
  void attributesAreSetAndRemovedAndTheOthersStay() {
    String id = store.create(NewSession.empty().with("a", 1).with("b", 2)).id();
    Map<String, JsonValue> change = new HashMap<>();
    change.put("a", null);
    change.put("c", JsonValue.of(List.of("x")));
    store.set(id, change);
    store.set(id, "null", null);
    store.remove(id, List.of("b", "absent"));
    Session session = store.find(id).orElseThrow();
    assertThat(session.attributes())
        .containsOnlyKeys("c", "null")
        .containsEntry("null", JsonValue.of(null));
  }

  @Test
  void anIdThatWeDidNotMakeIsNotAsked() {
    String id = store.create(NewSession.empty()).id();
    String forged = id.substring(0, 43) + (id.charAt(43) == 'A' ? 'Q' : 'A');
    for (String other : List.of(forged, "", "x", id + "x", "%", id.substring(1))) {
      assertThat(store.find(other)).as(other).isEmpty();
      assertThat(store.delete(other)).isFalse();
      refused(Code.NOT_FOUND, () -> store.set(other, "a", 1));
    }
    assertThat(store.find(id)).isPresent();
  }

  @Test
  void idsOfTheFormerSecretAreStillAccepted() {
    String id = store.create(NewSession.empty()).id();
    String other = "another secret of more than 32 characters";
    try (SessionStore rotated = builder().secret(other).formerSecret(Stores.SECRET).start();
        SessionStore done = builder().secret(other).start()) {
      Session found = rotated.find(id).orElseThrow();
      assertThat(found.id()).isNotEqualTo(id);
      assertThat(done.find(id)).isEmpty();
      assertThat(done.find(found.id())).isPresent();
    }
  }

  @Test
  void aSessionExpiresWhenItWasIdleAndNeverEarly() {
    String id = store.create(NewSession.of("ann").idle(Duration.ofMinutes(10))).id();
    clock.advance(Duration.ofMinutes(10).minusMillis(1));
    assertThat(store.peek(id)).isPresent();
    clock.advance(Duration.ofMinutes(1).plusMillis(1));
    assertThat(store.peek(id)).isEmpty();
    assertThat(store.find(id)).isEmpty();
    refused(Code.NOT_FOUND, () -> store.set(id, "a", 1));
    assertThat(store.list("ann", 10, Optional.empty()).sessions()).isEmpty();
  }

  @Test
  void aSessionThatIsUsedStays() {
    for (Duration idle : List.of(Duration.ofSeconds(1), Duration.ofMinutes(30))) {
      String id = store.create(NewSession.empty().idle(idle).lifetime(Duration.ofDays(9))).id();
      for (int i = 0; i < 50; i++) {
        clock.advance(idle.minusMillis(1));
        assertThat(store.find(id)).as("%s, use %s", idle, i).isPresent();
      }
      clock.advance(idle.multipliedBy(2));
      assertThat(store.find(id)).isEmpty();
    }
  }

  @Test
  void aSessionEndsAtItsLifetimeHoweverItIsUsed() {
    String id = store.create(NewSession.empty().lifetime(Duration.ofHours(1))).id();
    for (int minute = 1; minute < 60; minute++) {
      clock.advance(Duration.ofMinutes(1));
      assertThat(store.find(id)).isPresent();
    }
    clock.advance(Duration.ofMinutes(1));
    assertThat(store.find(id)).isEmpty();
  }

  @Test
  void negativeIsNever() {
    Duration never = Duration.ofSeconds(-1);
    Session session = store.create(NewSession.empty().idle(never).lifetime(never));
    assertThat(session.idle()).isEmpty();
    assertThat(session.ends()).isEmpty();
    clock.advance(Duration.ofDays(3_000));
    assertThat(store.find(session.id())).isPresent();
  }

  @Test
  void usesAreStoredOnceAnInterval() {
    Session created = store.create(NewSession.empty());
    clock.advance(Duration.ofSeconds(59));
    Session early = store.find(created.id()).orElseThrow();
    assertThat(early.lastAccessed()).isEqualTo(created.lastAccessed());
    clock.advance(Duration.ofSeconds(1));
    Session late = store.find(created.id()).orElseThrow();
    assertThat(late.lastAccessed()).isEqualTo(created.created().plusSeconds(60));
  }

  @Test
  void extendingCountsFromNow() {
    String id = store.create(NewSession.empty()).id();
    clock.advance(Duration.ofMinutes(20));
    store.extend(id, Duration.ofHours(2), Duration.ofHours(3));
    clock.advance(Duration.ofMinutes(119));
    assertThat(store.find(id)).isPresent();
    clock.advance(Duration.ofMinutes(61));
    assertThat(store.find(id)).isEmpty();
  }

  /** What was told, without the sessions. */
  private List<SessionEvent> told() {
    return events.stream()
        .map(
            e ->
                new SessionEvent(e.id(), e.formerId(), e.principal(), e.reason(), Optional.empty()))
        .toList();
  }

  private static SessionEvent ended(String id, Reason reason) {
    return new SessionEvent(id, Optional.empty(), Optional.of("ann"), reason, Optional.empty());
  }

  @Test
  void theEndOfARenamedSessionNamesItsFormerIdToo() {
    String old = store.create(NewSession.of("ann")).id();
    String id = store.rename(old).id();
    assertThat(store.logoutEverywhere("ann")).isEqualTo(1);
    assertThat(told())
        .containsExactly(
            new SessionEvent(
                id, Optional.of(old), Optional.of("ann"), Reason.LOGGED_OUT, Optional.empty()));
  }

  @Test
  void deletingIsDecidedOnceAndToldOnce() {
    String id = store.create(NewSession.of("ann")).id();
    assertThat(store.delete(id)).isTrue();
    assertThat(store.delete(id)).isFalse();
    assertThat(store.find(id)).isEmpty();
    assertThat(told()).containsExactly(ended(id, Reason.DELETED));
  }

  @Test
  void whatHasExpiredIsSweptAndToldOnce() {
    String id = store.create(NewSession.of("ann")).id();
    clock.advance(Duration.ofDays(1));
    Eventually.within(Duration.ofMinutes(1))
        .check(
            () -> {
              clock.advance(Duration.ofSeconds(10)); // the sweeper may sleep since just now
              assertThat(events).isNotEmpty();
            });
    assertThat(told()).containsExactly(ended(id, Reason.EXPIRED));
  }

  @Test
  void aListenerThatThrowsHarmsNobody() {
    store.onDestroyed(
        event -> {
          throw new IllegalStateException("on purpose");
        });
    store.onDestroyed(events::add);
    assertThat(store.delete(store.create(NewSession.empty()).id())).isTrue();
    assertThat(events).hasSize(2);
  }

  @Test
  void renamingMovesAllOfItAndTellsNothing() {
    Session old = store.create(NewSession.of("ann").with("a", 1).with("b", 2));
    store.remove(old.id(), List.of("b"));
    Session renamed = store.rename(old.id());
    assertThat(renamed.id()).isNotEqualTo(old.id());
    assertThat(renamed.attributes()).isEqualTo(Map.of("a", JsonValue.of(1)));
    assertThat(renamed.created()).isEqualTo(old.created());
    assertThat(renamed.ends()).isEqualTo(old.ends());
    assertThat(store.find(old.id())).isEmpty();
    assertThat(store.find(renamed.id())).hasValue(renamed);
    refused(Code.NOT_FOUND, () -> store.rename(old.id()));
    assertThat(store.list("ann", 10, Optional.empty()).sessions()).containsExactly(renamed);
    assertThat(events).isEmpty();
  }

  @Test
  void whoLooksFirstFinishesARenamingThatWasCutOff() {
    KeyValueMerge records = backend.require(StandardCapabilities.KEYVALUE_MERGE);
    SessionIds ids =
        new SessionIds(io.patternsdk.core.config.Secret.of(Stores.SECRET), Optional.empty());
    Session old = store.create(NewSession.empty().with("a", 1));
    String oldKey = ids.key(old.id()).orElseThrow();
    String key = ids.newKey();
    Patch.Builder copy = Patch.at(new Stamp(1, "gone"));
    records
        .read(oldKey)
        .orElseThrow()
        .fields()
        .forEach(
            (name, field) -> {
              if (!name.equals("~created")) {
                copy.set(name, field.value());
              }
            });
    records.merge(key, copy.set("from", oldKey).set("was-created", 7).build());
    assertThat(store.find(ids.id(key))).isEmpty();
    assertThat(store.find(old.id())).isPresent();
    records.merge(oldKey, Patch.at(new Stamp(2, "gone")).set("~ended", "renamed:" + key).build());
    assertThat(store.find(ids.id(key)).orElseThrow().attributes()).containsKey("a");
    assertThat(store.find(old.id())).isEmpty();
  }

  @Test
  void thePrincipalIsFollowed() {
    String id = store.create(NewSession.empty()).id();
    store.login(id, Optional.of("ann"));
    assertThat(store.list("ann", 10, Optional.empty()).sessions()).hasSize(1);
    store.login(id, Optional.of("bob"));
    assertThat(store.list("ann", 10, Optional.empty()).sessions()).isEmpty();
    assertThat(store.find(id).orElseThrow().principal()).hasValue("bob");
    store.login(id, Optional.empty());
    assertThat(store.list("bob", 10, Optional.empty()).sessions()).isEmpty();
    assertThat(store.find(id).orElseThrow().principal()).isEmpty();
  }

  @Test
  void listsHavePagesAndFilters() {
    List<String> dark = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      dark.add(store.create(NewSession.of("ann").with("theme", "dark")).id());
      store.create(NewSession.of("bob").with("theme", "light"));
    }
    List<String> anns = new ArrayList<>();
    List<String> found = new ArrayList<>();
    Optional<String> next = Optional.empty();
    do {
      SessionPage page = store.list("ann", 10, next);
      page.sessions().forEach(session -> anns.add(session.id()));
      next = page.next();
    } while (next.isPresent());
    do {
      SessionPage page = store.list(Filters.eq("attributes.theme", "dark"), 10, next);
      page.sessions().forEach(session -> found.add(session.id()));
      next = page.next();
    } while (next.isPresent());
    assertThat(anns).containsExactlyInAnyOrderElementsOf(dark);
    assertThat(found).containsExactlyInAnyOrderElementsOf(dark);
    refused(Code.INVALID, () -> store.list("ann", 0, Optional.empty()));
    refused(Code.INVALID, () -> store.list("ann", 101, Optional.empty()));
    refused(Code.INVALID, () -> store.list("ann", 1, Optional.of("x")));
  }

  @Test
  void loggingOutEverywhereEndsAllOfAPrincipalAndNobodyElses() {
    for (int i = 0; i < 250; i++) {
      store.create(NewSession.of("ann"));
    }
    String bob = store.create(NewSession.of("bob")).id();
    assertThat(store.logoutEverywhere("ann")).isEqualTo(250);
    assertThat(store.logoutEverywhere("ann")).isZero();
    assertThat(store.list("ann", 100, Optional.empty()).sessions()).isEmpty();
    assertThat(store.find(bob)).isPresent();
    assertThat(events).hasSize(250).allMatch(event -> event.reason() == Reason.LOGGED_OUT);
  }

  @Test
  void whatCannotBeReadIsNamedAndFailsNothing() {
    Session session = store.create(NewSession.empty().with("good", 1));
    SessionIds ids =
        new SessionIds(io.patternsdk.core.config.Secret.of(Stores.SECRET), Optional.empty());
    backend
        .require(StandardCapabilities.KEYVALUE_MERGE)
        .merge(
            ids.key(session.id()).orElseThrow(),
            Patch.at(new Stamp(1, "next-release"))
                .set("a:newer", new byte[] {2, 7})
                .set("a:broken", new byte[] {1, '{'})
                .set("a:empty", new byte[0])
                .build());
    Session found = store.find(session.id()).orElseThrow();
    assertThat(found.attributes()).containsOnlyKeys("good");
    assertThat(found.unreadable()).containsExactly("broken", "empty", "newer");
    store.set(session.id(), "broken", "mended");
    assertThat(store.find(session.id()).orElseThrow().unreadable()).doesNotContain("broken");
  }

  @Test
  void whatCannotBeIsRefusedAndNothingWritten() {
    String id = store.create(NewSession.empty()).id();
    refused(
        Code.INVALID, () -> store.set(id, Map.of("good", JsonValue.of(1), "", JsonValue.of(2))));
    refused(Code.INVALID, () -> store.set(id, "a\n", 1));
    refused(Code.TOO_LARGE, () -> store.set(id, "large", "x".repeat(64 << 10)));
    Map<String, JsonValue> many = new HashMap<>();
    for (int i = 0; i < 20; i++) {
      many.put("part-" + i, JsonValue.of("x".repeat(60_000)));
    }
    refused(Code.TOO_LARGE, () -> store.set(id, many));
    refused(Code.INVALID, () -> store.create(NewSession.of("")));
    refused(Code.INVALID, () -> store.create(NewSession.empty().idle(Duration.ZERO)));
    refused(Code.INVALID, () -> store.extend(id, Duration.ofDays(40_000), Duration.ofHours(1)));
    assertThat(store.find(id).orElseThrow().attributes()).isEmpty();
  }

  @Test
  void itIsRefusedWhatItIsNotRunning() {
    try (SessionStore unstarted = builder().build()) {
      refused(Code.NOT_RUNNING, () -> unstarted.create(NewSession.empty()));
    }
    assertThatThrownBy(() -> builder().secret("short").build())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("at least 32 characters")
        .hasMessageNotContaining("short");
  }
}
