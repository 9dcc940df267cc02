package io.patternsdk.session.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.session.FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME;

import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.contract.internal.Crowd;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.session.FlushMode;
import org.springframework.session.SaveMode;
import org.springframework.session.Session;
import org.springframework.session.events.SessionCreatedEvent;
import org.springframework.session.events.SessionDeletedEvent;
import org.springframework.session.events.SessionExpiredEvent;

/** What Spring Session expects of a repository, by two processes on one backend. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RepositoryBehaviour {
  private final Repositories repositories = new Repositories(driver());
  private final StoredSessionRepository one = repositories.one;
  private final StoredSessionRepository two = repositories.two;

  abstract String driver();

  @BeforeEach
  void forget() {
    repositories.heard.clear();
    repositories.heardByTwo.clear();
  }

  @AfterAll
  void close() {
    repositories.close();
  }

  private StoredSession saved() {
    StoredSession session = one.createSession();
    one.save(session);
    return session;
  }

  private StoredSession savedWith(String name, Object value) {
    StoredSession session = one.createSession();
    session.setAttribute(name, value);
    one.save(session);
    return session;
  }

  @Test
  void whatIsSavedIsFoundByEveryProcess() {
    StoredSession session = savedWith("theme", "dark");
    session.setMaxInactiveInterval(Duration.ofMinutes(7));
    one.save(session);
    StoredSession found = two.findById(session.getId());
    assertThat(found.<String>getAttribute("theme")).isEqualTo("dark");
    assertThat(found.getAttributeNames()).containsExactly("theme");
    assertThat(found.getMaxInactiveInterval()).isEqualTo(Duration.ofMinutes(7));
    assertThat(found.getCreationTime())
        .isBetween(session.getCreationTime().minusSeconds(30), Instant.now().plusSeconds(30));
    assertThat(found.isExpired()).isFalse();
  }

  @Test
  void aSessionThatIsNotSavedIsNotThere() {
    StoredSession session = one.createSession();
    session.setAttribute("theme", "dark");
    assertThat(one.findById(session.getId())).isNull();
  }

  @Test
  void anIdThatNobodyGaveIsNotThere() {
    assertThat(one.findById("00000000-0000-0000-0000-000000000000")).isNull();
    one.deleteById("00000000-0000-0000-0000-000000000000");
  }

  @Test
  void nullRemovesAnAttribute() {
    StoredSession session = savedWith("theme", "dark");
    session.setAttribute("theme", null);
    one.save(session);
    assertThat(two.findById(session.getId()).getAttributeNames()).isEmpty();
    savedAgainWithout(session);
  }

  private void savedAgainWithout(StoredSession session) {
    session.setAttribute("theme", "light");
    one.save(session);
    session.removeAttribute("theme");
    one.save(session);
    assertThat(two.findById(session.getId()).<Object>getAttribute("theme")).isNull();
  }

  @Test
  void requestsThatWriteDifferentAttributesLoseNone() {
    String id = saved().getId();
    Crowd.run(
        8,
        i -> {
          StoredSessionRepository repository = i % 2 == 0 ? one : two;
          StoredSession session = repository.findById(id);
          session.setAttribute("attribute-" + i, i);
          session.setLastAccessedTime(Instant.now());
          repository.save(session);
        });
    assertThat(two.findById(id).getAttributeNames()).hasSize(8);
  }

  @Test
  void whatWasDeletedIsNotBroughtBack() {
    StoredSession session = savedWith(PRINCIPAL_NAME_INDEX_NAME, "late");
    StoredSession other = two.findById(session.getId());
    one.deleteById(session.getId());
    other.setAttribute("theme", "dark");
    other.setLastAccessedTime(Instant.now());
    two.save(other);
    session.changeSessionId();
    one.save(session);
    other.setMaxInactiveInterval(Duration.ofHours(1));
    two.save(other);
    assertThat(one.findById(other.getId())).isNull();
    assertThat(one.findById(session.getId())).isNull();
    assertThat(one.findByPrincipalName("late")).isEmpty();
  }

  @Test
  void deletingTwiceIsNoError() {
    StoredSession session = saved();
    one.deleteById(session.getId());
    two.deleteById(session.getId());
    assertThat(repositories.heard).hasSize(2);
    assertThat(repositories.heardByTwo).isEmpty();
  }

  @Test
  void changesInsideAnObjectAreSavedAsTheModeSays() {
    for (SaveMode mode : SaveMode.values()) {
      StoredSessionRepository repository =
          repositories.with(b -> b.saveMode(mode).allow("io.patternsdk.session.spring.*"));
      StoredSession session = repository.createSession();
      session.setAttribute("cart", Cart.of("book"));
      session.setAttribute("theme", "dark");
      repository.save(session);
      StoredSession found = repository.findById(session.getId());
      repositories.store.set(session.getId(), "theme", "light");
      found.<Cart>getAttribute("cart").add("pen");
      repository.save(found);
      StoredSession again = repository.findById(session.getId());
      assertThat(again.<Cart>getAttribute("cart"))
          .isEqualTo(mode == SaveMode.ON_SET_ATTRIBUTE ? Cart.of("book") : Cart.of("book", "pen"));
      assertThat(again.<String>getAttribute("theme"))
          .isEqualTo(mode == SaveMode.ALWAYS ? "dark" : "light");
    }
  }

  @Test
  void eachChangeIsWrittenAtOnceWhereTheModeSaysSo() {
    StoredSessionRepository repository = repositories.with(b -> b.flushMode(FlushMode.IMMEDIATE));
    StoredSession session = repository.createSession();
    assertThat(two.findById(session.getId())).isNotNull();
    session.setAttribute(PRINCIPAL_NAME_INDEX_NAME, "hasty");
    session.setMaxInactiveInterval(Duration.ofMinutes(3));
    StoredSession found = two.findById(session.getId());
    assertThat(found.<String>getAttribute(PRINCIPAL_NAME_INDEX_NAME)).isEqualTo("hasty");
    assertThat(found.getMaxInactiveInterval()).isEqualTo(Duration.ofMinutes(3));
    assertThat(two.findByPrincipalName("hasty")).containsOnlyKeys(session.getId());
    session.removeAttribute(PRINCIPAL_NAME_INDEX_NAME);
    assertThat(two.findByPrincipalName("hasty")).isEmpty();
    String old = session.getId();
    session.changeSessionId();
    assertThat(two.findById(old)).isNull();
    assertThat(two.findById(session.getId())).isNotNull();
  }

  @Test
  void negativeMeansNever() {
    StoredSession session = one.createSession();
    session.setMaxInactiveInterval(Duration.ofSeconds(-1));
    one.save(session);
    StoredSession found = two.findById(session.getId());
    assertThat(found.getMaxInactiveInterval()).isNegative();
    assertThat(found.isExpired()).isFalse();
    found.setAttribute("theme", "dark");
    two.save(found);
    var stored = repositories.store.peek(session.getId()).orElseThrow();
    assertThat(stored.idle()).isEmpty();
    assertThat(stored.ends()).isEmpty();
  }

  @Test
  void aLifetimeEndsASessionHoweverItIsUsed() {
    StoredSessionRepository repository = repositories.with(b -> b.lifetime(Duration.ofHours(8)));
    StoredSession session = repository.createSession();
    repository.save(session);
    assertThat(repositories.store.peek(session.getId()).orElseThrow().ends())
        .hasValueSatisfying(
            ends -> assertThat(ends).isBefore(Instant.now().plus(Duration.ofHours(9))));
  }

  @Test
  void whatHasExpiredIsGoneAndToldOnceWithAllThatWasInIt() {
    StoredSession session = one.createSession();
    session.setAttribute(PRINCIPAL_NAME_INDEX_NAME, "sleepy");
    session.setMaxInactiveInterval(Duration.ZERO);
    assertThat(session.isExpired()).isTrue();
    one.save(session);
    Eventually.within(Duration.ofSeconds(30))
        .until("one of two sweeps", () -> expired(session.getId()).size() == 1);
    assertThat(two.findById(session.getId())).isNull();
    assertThat(two.findByPrincipalName("sleepy")).isEmpty();
    Session told = expired(session.getId()).getFirst().getSession();
    assertThat(told.<String>getAttribute(PRINCIPAL_NAME_INDEX_NAME)).isEqualTo("sleepy");
  }

  private List<SessionExpiredEvent> expired(String id) {
    return Stream.concat(repositories.heard.stream(), repositories.heardByTwo.stream())
        .filter(SessionExpiredEvent.class::isInstance)
        .map(SessionExpiredEvent.class::cast)
        .filter(event -> event.getSessionId().equals(id))
        .toList();
  }

  @Test
  void equalCountsAsExpired() {
    StoredSession session = one.createSession();
    session.setMaxInactiveInterval(Duration.ofHours(1));
    session.setLastAccessedTime(Instant.now().minus(Duration.ofHours(1)));
    assertThat(session.isExpired()).isTrue();
    session.setLastAccessedTime(Instant.now().minus(Duration.ofMinutes(30)));
    assertThat(session.isExpired()).isFalse();
  }

  @Test
  void noIdleTimeIsLostWhileManyWrite() {
    StoredSession session = one.createSession();
    session.setMaxInactiveInterval(Duration.ofSeconds(90));
    one.save(session);
    Crowd.run(
        8,
        i -> {
          StoredSessionRepository repository = i % 2 == 0 ? one : two;
          for (int round = 0; round < 10; round++) {
            StoredSession found = repository.findById(session.getId());
            found.setLastAccessedTime(Instant.now());
            found.setAttribute("attribute-" + i, round);
            repository.save(found);
          }
        });
    assertThat(two.findById(session.getId()).getMaxInactiveInterval())
        .isEqualTo(Duration.ofSeconds(90));
    assertThat(repositories.store.peek(session.getId()).orElseThrow().idle())
        .hasValue(Duration.ofSeconds(90));
  }

  @Test
  void aUseIsStoredThoughNobodyFindsTheSession() {
    StoredSession session = saved();
    Instant before = lastAccessed(session);
    Eventually.within(Duration.ofSeconds(30))
        .until(
            "a use that is stored later",
            () -> {
              session.setLastAccessedTime(Instant.now().plus(Duration.ofHours(1)));
              one.save(session);
              return lastAccessed(session).isAfter(before);
            });
    one.deleteById(session.getId());
    session.setLastAccessedTime(Instant.now().plus(Duration.ofHours(2)));
    one.save(session);
    assertThat(one.findById(session.getId())).isNull();
  }

  private Instant lastAccessed(StoredSession session) {
    return repositories.store.peek(session.getId()).orElseThrow().lastAccessed();
  }

  @Test
  void creationAndDeletionAreToldWithTheWholeSession() {
    StoredSession session = savedWith("theme", "dark");
    assertThat(repositories.heard).singleElement().isInstanceOf(SessionCreatedEvent.class);
    one.save(session);
    two.deleteById(session.getId());
    assertThat(repositories.heard).hasSize(1);
    assertThat(repositories.heardByTwo).singleElement().isInstanceOf(SessionDeletedEvent.class);
    Session told = repositories.heardByTwo.getFirst().getSession();
    assertThat(told.getId()).isEqualTo(session.getId());
    assertThat(told.<String>getAttribute("theme")).isEqualTo("dark");
  }

  @Test
  void whoeverIsLoggedOutEverywhereIsTold() {
    StoredSession session = savedWith(PRINCIPAL_NAME_INDEX_NAME, "everywhere");
    savedWith(PRINCIPAL_NAME_INDEX_NAME, "everywhere");
    assertThat(repositories.store.logoutEverywhere("everywhere")).isEqualTo(2);
    assertThat(repositories.heard).filteredOn(SessionDeletedEvent.class::isInstance).hasSize(2);
    assertThat(two.findById(session.getId())).isNull();
  }

  @Test
  void anObjectThatIsNotAllowedIsRefused() {
    StoredSession session = one.createSession();
    assertThatThrownBy(() -> session.setAttribute("cart", Cart.of("book")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Cart.class.getName());
  }

  @Test
  void anAttributeThatCannotBeReadIsAbsentAndKept() {
    StoredSessionRepository allowing =
        repositories.with(b -> b.allow("io.patternsdk.session.spring.*"));
    StoredSession session = allowing.createSession();
    session.setAttribute("cart", Cart.of("book"));
    session.setAttribute("theme", "dark");
    allowing.save(session);
    StoredSession found = two.findById(session.getId());
    assertThat(found.getAttributeNames()).containsExactly("theme");
    assertThat(found.<Object>getAttribute("cart")).isNull();
    found.setAttribute("theme", "light");
    two.save(found);
    StoredSession again = allowing.findById(session.getId());
    assertThat(again.<Cart>getAttribute("cart")).isEqualTo(Cart.of("book"));
    assertThat(again.<String>getAttribute("theme")).isEqualTo("light");
  }

  @Test
  void applicationsOnOneServerKeepApart() {
    StoredSession session = savedWith(PRINCIPAL_NAME_INDEX_NAME, "shared");
    StoredSessionRepository another = repositories.ofAnotherApplication();
    assertThat(another.findById(session.getId())).isNull();
    assertThat(another.findByPrincipalName("shared")).isEmpty();
    another.deleteById(session.getId());
    assertThat(two.findById(session.getId())).isNotNull();
  }
}
