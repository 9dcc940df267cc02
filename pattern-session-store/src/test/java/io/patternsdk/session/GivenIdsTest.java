package io.patternsdk.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.json.JsonValue;
import io.patternsdk.session.SessionException.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Ids that are known before the session is, and several changes in one write. */
class GivenIdsTest {
  private static Stores stores;

  @BeforeAll
  static void open() {
    stores = new Stores("embedded");
  }

  @AfterAll
  static void close() {
    stores.close();
  }

  private static void refused(Code code, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(SessionException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void aSessionIsCreatedUnderTheIdThatWasGiven() {
    String id = stores.one.newId();
    assertThat(stores.one.find(id)).isEmpty();
    assertThat(stores.one.create(id, NewSession.of("ann")).id()).isEqualTo(id);
    assertThat(stores.two.find(id)).isPresent();
  }

  @Test
  void anIdIsUsedOnce() {
    String id = stores.one.newId();
    stores.one.create(id, NewSession.empty().with("a", 1));
    refused(Code.INVALID, () -> stores.two.create(id, NewSession.empty()));
    assertThat(stores.one.find(id).orElseThrow().attributes()).containsOnlyKeys("a");
    stores.one.delete(id);
    refused(Code.INVALID, () -> stores.one.create(id, NewSession.empty()));
    refused(Code.INVALID, () -> stores.one.create("invented", NewSession.empty()));
  }

  @Test
  void aSessionIsRenamedToTheIdThatWasGiven() {
    String old = stores.one.create(NewSession.of("ann").with("a", 1)).id();
    String id = stores.one.newId();
    assertThat(stores.one.rename(old, id).id()).isEqualTo(id);
    assertThat(stores.one.find(old)).isEmpty();
    assertThat(stores.one.find(id).orElseThrow().attributes()).containsOnlyKeys("a");
  }

  @Test
  void noSessionIsRenamedOntoAnother() {
    String ann = stores.one.create(NewSession.of("ann").with("a", 1)).id();
    String bob = stores.one.create(NewSession.of("bob").with("b", 1)).id();
    refused(Code.INVALID, () -> stores.one.rename(ann, bob));
    refused(Code.INVALID, () -> stores.one.rename(ann, "invented"));
    assertThat(stores.one.find(ann).orElseThrow().attributes()).containsOnlyKeys("a");
    assertThat(stores.one.find(bob).orElseThrow().attributes()).containsOnlyKeys("b");
    stores.one.delete(bob);
    refused(Code.INVALID, () -> stores.one.rename(ann, bob));
  }

  @Test
  void severalThingsChangeInOneWrite() {
    String id = stores.one.create(NewSession.empty().with("a", 1).with("b", 1)).id();
    Map<String, JsonValue> attributes = new HashMap<>();
    attributes.put("a", null);
    attributes.put("c", JsonValue.of(2));
    SessionChange change =
        new SessionChange()
            .set(attributes)
            .login(Optional.of("carl"))
            .idle(Duration.ofMinutes(5))
            .lifetime(Duration.ofSeconds(-1));
    assertThat(change.isEmpty()).isFalse();
    stores.one.update(id, change);
    Session session = stores.two.find(id).orElseThrow();
    assertThat(session.attributes()).containsOnlyKeys("b", "c");
    assertThat(session.principal()).hasValue("carl");
    assertThat(session.idle()).hasValue(Duration.ofMinutes(5));
    assertThat(session.ends()).isEmpty();
    stores.one.update(id, new SessionChange().login(Optional.empty()));
    assertThat(stores.two.find(id).orElseThrow().principal()).isEmpty();
    assertThat(stores.one.list("carl", 10, Optional.empty()).sessions()).isEmpty();
  }

  @Test
  void aChangeOfWhatHasEndedIsRefusedAndLeavesNothing() {
    String id = stores.one.create(NewSession.empty()).id();
    stores.one.delete(id);
    refused(
        Code.NOT_FOUND,
        () -> stores.one.update(id, new SessionChange().set(Map.of("a", JsonValue.of(1)))));
    assertThat(stores.one.find(id)).isEmpty();
  }

  @Test
  void theNewsOfAnEndHasTheSession() {
    List<SessionEvent> events = new ArrayList<>();
    try (Stores own = new Stores("embedded")) {
      own.one.onDestroyed(events::add);
      own.one.delete(own.one.create(NewSession.of("ann").with("a", 1)).id());
    }
    Session session = events.getFirst().session().orElseThrow();
    assertThat(session.id()).isEqualTo(events.getFirst().id());
    assertThat(session.attribute("a")).hasValue(JsonValue.of(1));
  }
}
