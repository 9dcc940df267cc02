package io.patternsdk.concurrency.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.concurrency.fixtures.Failures;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import io.patternsdk.core.layer.Operation.Partial;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassifierTest {
  private final Classifier classifier = Classifier.standard();

  @Test
  void refusalsInterruptsAndErrorsSayNothing() {
    assertThat(classifier.ofFailure(new RejectedException(Rejection.FULL, "full")))
        .isEqualTo(Outcome.IGNORED);
    assertThat(classifier.ofFailure(new InterruptedException())).isEqualTo(Outcome.IGNORED);
    assertThat(classifier.ofFailure(new OutOfMemoryError())).isEqualTo(Outcome.IGNORED);
  }

  @Test
  void answersOfAHealthyBackendAreSuccesses() {
    assertThat(classifier.ofFailure(Failures.of(ErrorKind.CONFLICT))).isEqualTo(Outcome.SUCCESS);
    assertThat(classifier.ofFailure(Failures.of(ErrorKind.NOT_FOUND))).isEqualTo(Outcome.SUCCESS);
    assertThat(classifier.ofFailure(Failures.of(ErrorKind.ABORTED))).isEqualTo(Outcome.SUCCESS);
    assertThat(classifier.ofFailure(Failures.of(ErrorKind.CANCELLED))).isEqualTo(Outcome.IGNORED);
  }

  @Test
  void anyOtherExceptionIsAFailure() {
    assertThat(classifier.ofFailure(new IOException())).isEqualTo(Outcome.FAILURE);
    assertThat(classifier.ofResult("anything")).isEqualTo(Outcome.SUCCESS);
  }

  @Test
  void aBatchFailsByItsFirstFailureOfTheBackend() {
    var large = Failures.of(ErrorKind.TOO_LARGE);
    var down = Failures.down();
    assertThat(classifier.ofPartial(new Partial(3, List.of(large, down))))
        .isEqualTo(Outcome.FAILURE);
    assertThat(classifier.ofPartial(new Partial(2, List.of(large)))).isEqualTo(Outcome.SUCCESS);
    assertThat(classifier.ofPartial(new Partial(1, List.of(large)))).isEqualTo(Outcome.IGNORED);
  }
}
