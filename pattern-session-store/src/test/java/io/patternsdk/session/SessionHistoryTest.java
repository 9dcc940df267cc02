package io.patternsdk.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.session.SessionHistory.Kind;
import io.patternsdk.session.SessionHistory.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The checker of histories finds what cannot have happened. */
class SessionHistoryTest {
  private static final Step CREATED = new Step(Kind.SET, "s", "first", "ok", 1, 2);

  private static boolean ordered(Step... more) {
    return SessionHistory.hasAnOrder(
        java.util.stream.Stream.concat(List.of(CREATED).stream(), List.of(more).stream()).toList());
  }

  private static Step get(String id, String answer, long begun, long ended) {
    return new Step(Kind.GET, id, "", answer, begun, ended);
  }

  private static Step set(String value, String answer, long begun, long ended) {
    return new Step(Kind.SET, "s", value, answer, begun, ended);
  }

  private static Step rename(String to, long begun, long ended) {
    return new Step(Kind.RENAME, "s", "", to, begun, ended);
  }

  private static Step delete(String answer, long begun, long ended) {
    return new Step(Kind.DELETE, "s", "", answer, begun, ended);
  }

  @Test
  void whatCanHaveHappenedHasAnOrder() {
    assertThat(ordered(get("s", "first", 3, 4), delete("ok", 5, 6), get("s", "absent", 7, 8)))
        .isTrue();
    assertThat(ordered(set("a", "ok", 3, 9), get("s", "a", 4, 5), get("s", "a", 6, 7))).isTrue();
    assertThat(ordered(rename("t", 3, 8), get("s", "first", 4, 5), get("t", "first", 9, 10)))
        .isTrue();
    assertThat(ordered(delete("ok", 3, 8), set("a", "ok", 4, 9))).isTrue();
  }

  @Test
  void aLostWriteHasNone() {
    assertThat(ordered(set("a", "ok", 3, 4), get("s", "first", 5, 6))).isFalse();
  }

  @Test
  void anOlderWriteThatWinsHasNone() {
    assertThat(ordered(set("a", "ok", 3, 4), set("b", "ok", 5, 6), get("s", "a", 7, 8))).isFalse();
  }

  @Test
  void aReadThatGoesBackHasNone() {
    assertThat(ordered(set("a", "ok", 3, 9), get("s", "a", 4, 5), get("s", "first", 6, 7)))
        .isFalse();
  }

  @Test
  void aResurrectionHasNone() {
    assertThat(ordered(delete("ok", 3, 4), get("s", "first", 5, 6))).isFalse();
    assertThat(ordered(delete("ok", 3, 4), set("a", "ok", 5, 6))).isFalse();
  }

  @Test
  void twoThatEndItHaveNone() {
    assertThat(ordered(delete("ok", 3, 9), delete("ok", 4, 8))).isFalse();
  }

  @Test
  void anOldIdThatIsStillThereHasNone() {
    assertThat(ordered(rename("t", 3, 4), get("s", "first", 5, 6))).isFalse();
  }

  @Test
  void aRenamingThatForgetsHasNone() {
    assertThat(ordered(set("a", "ok", 3, 4), rename("t", 5, 6), get("t", "first", 7, 8))).isFalse();
  }

  @Test
  void aRenamedOneThatIsAbsentHasNone() {
    assertThat(ordered(rename("t", 3, 4), get("t", "absent", 5, 6))).isFalse();
  }
}
