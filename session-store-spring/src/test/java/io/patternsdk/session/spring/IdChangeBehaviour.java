package io.patternsdk.session.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.testkit.contract.internal.Crowd;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How the id of a session changes, by two processes on one backend. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class IdChangeBehaviour {
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
  void anIdChangesAtOnceAndMovesWhenItIsSaved() {
    StoredSession session = savedWith("theme", "dark");
    String old = session.getId();
    String changed = session.changeSessionId();
    assertThat(changed).isNotEqualTo(old).isEqualTo(session.getId());
    assertThat(two.findById(changed)).isNull();
    assertThat(two.findById(old)).isNotNull();
    one.save(session);
    assertThat(two.findById(old)).isNull();
    assertThat(two.findById(changed).<String>getAttribute("theme")).isEqualTo("dark");
    session.setAttribute("theme", "light");
    one.save(session);
    assertThat(two.findById(changed).<String>getAttribute("theme")).isEqualTo("light");
  }

  @Test
  void anIdMayChangeBeforeItIsSavedFirst() {
    StoredSession session = one.createSession();
    String old = session.getId();
    session.changeSessionId();
    one.save(session);
    assertThat(two.findById(old)).isNull();
    assertThat(two.findById(session.getId())).isNotNull();
  }

  @Test
  void anIdMayChangeTwice() {
    StoredSession session = saved();
    String first = session.getId();
    String second = session.changeSessionId();
    String third = session.changeSessionId();
    one.save(session);
    one.save(session);
    assertThat(two.findById(first)).isNull();
    assertThat(two.findById(second)).isNull();
    assertThat(two.findById(third)).isNotNull();
  }

  @Test
  void ofTwoThatChangeAnIdOneWins() {
    StoredSession session = saved();
    StoredSession other = two.findById(session.getId());
    String won = session.changeSessionId();
    String lost = other.changeSessionId();
    other.setAttribute("theme", "dark");
    one.save(session);
    two.save(other);
    assertThat(two.findById(won)).isNotNull();
    assertThat(two.findById(lost)).isNull();
  }

  @Test
  void anIdThatWasMovedWithoutAnAnswerIsKept() {
    StoredSession session = saved();
    String old = session.getId();
    session.changeSessionId();
    repositories.store.rename(old, session.getId());
    session.setAttribute("theme", "dark");
    one.save(session);
    assertThat(two.findById(session.getId()).<String>getAttribute("theme")).isEqualTo("dark");
  }

  @Test
  void whoEndsASessionByAnIdThatIsNotSavedEndsIt() {
    StoredSession session = saved();
    String old = session.getId();
    one.deleteById(session.changeSessionId());
    assertThat(two.findById(old)).isNull();
    one.save(session);
    assertThat(two.findById(session.getId())).isNull();
  }

  @Test
  void parallelWritesLeaveAChangedIdWhole() {
    StoredSession session = saved();
    String old = session.getId();
    String changed = session.changeSessionId();
    Crowd.run(
        4,
        i -> {
          StoredSession other = i == 0 ? session : two.findById(old);
          if (other != null) {
            other.setAttribute("attribute-" + i, i);
            (i == 0 ? one : two).save(other);
          }
        });
    assertThat(two.findById(old)).isNull();
    assertThat(two.findById(changed).<Integer>getAttribute("attribute-0")).isZero();
  }
}
