package io.patternsdk.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.concurrency.circuitbreaker.Classifier;
import io.patternsdk.concurrency.circuitbreaker.Outcome;
import io.patternsdk.concurrency.retry.RetryRule;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** docs/concurrency.md says what is repeated and what counts. */
class JudgementsPageTest {
  private static final List<List<String>> ROWS = new Page("docs/concurrency.md").rows();

  private static List<String> row(String name) {
    return ROWS.stream()
        .filter(row -> row.size() == 3 && row.getFirst().matches("(.*\\W)?" + name + "(\\W.*)?"))
        .findFirst()
        .orElseGet(() -> row("all other kinds"));
  }

  private static String repeated(Throwable failure) {
    RetryRule rule = RetryRule.standard();
    return (rule.repeats(failure, false) ? "yes" : "no")
        + (rule.repeats(failure, true) ? "; yes" : "; no");
  }

  private static String counted(Throwable failure) {
    Outcome outcome = Classifier.standard().ofFailure(failure);
    return switch (outcome) {
      case FAILURE -> "a failure";
      case SUCCESS -> "a success";
      case IGNORED -> "nothing";
      default -> throw new AssertionError(outcome);
    };
  }

  @ParameterizedTest
  @EnumSource
  void eachKindIsJudgedAsThePageSays(ErrorKind kind) {
    for (Effect effect : Effect.values()) {
      Exception failure = new BackendException(kind, effect, "on cue", null);
      String ifNone = effect == Effect.NONE ? "yes" : "no";
      assertThat(repeated(failure))
          .isEqualTo(row(kind.name()).get(1).replace("if its effect is NONE", ifNone));
      assertThat(row(kind.name()).get(2)).startsWith(counted(failure));
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachRefusalIsJudgedAsThePageSays(Rejection reason) {
    Exception refusal = new RejectedException(reason, "on cue");
    assertThat(repeated(refusal)).isEqualTo(row(reason.name()).get(1));
    assertThat(counted(refusal)).isEqualTo(row(reason.name()).get(2));
  }

  @Test
  void whateverElseIsThrownIsJudgedAsThePageSays() {
    assertThat(repeated(new IOException())).isEqualTo(row("any other exception").get(1));
    assertThat(counted(new IOException())).isEqualTo(row("any other exception").get(2));
    for (Throwable thrown : List.of(new InterruptedException(), new StackOverflowError())) {
      assertThat(repeated(thrown)).isEqualTo(row("an interrupt").get(1));
      assertThat(counted(thrown)).isEqualTo(row("an interrupt").get(2));
    }
  }
}
