package io.patternsdk.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.json.JsonValue;
import io.patternsdk.session.SessionException.Code;
import io.patternsdk.testkit.contract.internal.Crowd;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What many requests by two processes do to a session at once, on real servers. */
abstract class ParallelBehaviour {
  private final Stores stores = new Stores(driver());

  abstract String driver();

  private SessionStore store(int i) {
    return i % 2 == 0 ? stores.one : stores.two;
  }

  @AfterEach
  void close() {
    stores.close();
  }

  @Test
  void parallelRequestsLoseNoAttribute() {
    String id = stores.one.create(NewSession.empty()).id();
    Crowd.run(16, i -> store(i).set(id, "attribute-" + i, i));
    Session session = stores.two.find(id).orElseThrow();
    assertThat(session.attributes()).hasSize(16);
    for (int i = 0; i < 16; i++) {
      assertThat(session.attribute("attribute-" + i)).hasValue(JsonValue.of(i));
    }
  }

  @Test
  void noLateWriteResurrects() {
    for (int round = 0; round < 5; round++) {
      String id = stores.one.create(NewSession.of("ann")).id();
      Crowd.run(
          8,
          i -> {
            if (i == 3) {
              stores.one.delete(id);
            } else {
              write(store(i), id, i);
            }
          });
      write(stores.two, id, 9);
      assertThat(stores.two.find(id)).isEmpty();
      assertThat(stores.one.list("ann", 10, Optional.empty()).sessions()).isEmpty();
    }
  }

  private static void write(SessionStore store, String id, int i) {
    try {
      store.set(id, "attribute-" + i, i);
      store.login(id, Optional.of("ann"));
    } catch (SessionException e) {
      assertThat(e.code()).isEqualTo(Code.NOT_FOUND);
    }
  }

  @Test
  void aSessionIsDestroyedOnce() {
    List<SessionEvent> events = new CopyOnWriteArrayList<>();
    stores.one.onDestroyed(events::add);
    stores.two.onDestroyed(events::add);
    for (int round = 0; round < 5; round++) {
      String id = stores.one.create(NewSession.of("ann")).id();
      List<Boolean> ended =
          Crowd.call(
              8, i -> i % 4 == 3 ? store(i).logoutEverywhere("ann") > 0 : store(i).delete(id));
      assertThat(ended.stream().filter(each -> each)).hasSize(1);
      assertThat(events).hasSize(round + 1);
    }
  }

  @Test
  void renamingLosesNothingThatWasAcknowledged() {
    for (int round = 0; round < 5; round++) {
      String id = stores.one.create(NewSession.empty()).id();
      List<Optional<String>> answers =
          Crowd.call(6, i -> i == 0 ? renamed(stores.one, id) : written(store(i), id, i));
      Session session = stores.two.find(answers.getFirst().orElseThrow()).orElseThrow();
      for (int i = 1; i < 6; i++) {
        assertThat(session.attribute("attribute-" + i).isPresent())
            .as("attribute %s", i)
            .isEqualTo(answers.get(i).isPresent());
      }
      assertThat(stores.two.find(id)).isEmpty();
    }
  }

  @Test
  void ofManyThatRenameOneDoes() {
    String id = stores.one.create(NewSession.of("ann")).id();
    assertThat(Crowd.call(6, i -> renamed(store(i), id)))
        .filteredOn(Optional::isPresent)
        .hasSize(1);
    assertThat(stores.one.list("ann", 10, Optional.empty()).sessions()).hasSize(1);
  }

  private static Optional<String> renamed(SessionStore store, String id) {
    try {
      return Optional.of(store.rename(id).id());
    } catch (SessionException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> written(SessionStore store, String id, int i) {
    try {
      store.set(id, "attribute-" + i, i);
      return Optional.of("");
    } catch (SessionException e) {
      return Optional.empty();
    }
  }

  @Test
  void whoIsLoggedOutEverywhereIsOutWhileIdsChangeAndThatIsToldOfAnIdThatIsKnown() {
    List<SessionEvent> events = new CopyOnWriteArrayList<>();
    stores.one.onDestroyed(events::add);
    stores.two.onDestroyed(events::add);
    for (int round = 0; round < 5; round++) {
      String id = stores.one.create(NewSession.of("ann")).id();
      Set<String> known = ConcurrentHashMap.newKeySet();
      known.add(id);
      Crowd.run(
          3,
          i -> {
            if (i == 0) {
              stores.two.logoutEverywhere("ann");
            } else {
              renamed(store(i), id).ifPresent(known::add);
            }
          });
      assertThat(stores.one.list("ann", 10, Optional.empty()).sessions()).isEmpty();
      assertThat(events).hasSize(round + 1);
      SessionEvent last = events.getLast();
      assertThat(known).containsAnyOf(last.id(), last.formerId().orElse(last.id()));
    }
  }

  @Test
  void aHistoryOfOperationsHasAnOrder() {
    for (int seed = 0; seed < 12; seed++) {
      List<SessionHistory.Step> history =
          SessionHistory.record(seed, List.of(stores.one, stores.two));
      assertThat(SessionHistory.hasAnOrder(history)).as("seed %s: %s", seed, history).isTrue();
    }
  }
}
