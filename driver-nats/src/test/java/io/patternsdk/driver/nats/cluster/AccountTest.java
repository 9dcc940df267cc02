package io.patternsdk.driver.nats.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each way in which a backend may fail its writers is found. */
class AccountTest {
  private final Account account = new Account();

  @BeforeEach
  void write() {
    account.kept("a");
    account.kept("b");
    account.perhaps("c");
  }

  private List<String> problems(String... found) {
    return account.problems(List.of(found), Set.of());
  }

  @Test
  void whatMayBeIsAllowed() {
    assertThat(problems("a", "b")).isEmpty();
    assertThat(problems("b", "c", "a")).isEmpty();
    assertThat(account.problems(List.of("a"), Set.of("b", "c"))).isEmpty();
  }

  @Test
  void whatMustNotBeIsFound() {
    assertThat(problems("a")).containsExactly("lost: b");
    assertThat(account.problems(List.of("a"), Set.of("c"))).containsExactly("lost: b");
    assertThat(problems("a", "b", "a")).containsExactly("doubled: a");
    assertThat(problems("a", "b", "c", "c")).containsExactly("doubled: c");
    assertThat(problems("a", "b", "d")).containsExactly("nobody wrote it, or it was refused: d");
    assertThat(problems("d")).hasSize(3);
  }
}
