package io.patternsdk.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import io.patternsdk.core.pubsub.PublishResult;
import java.io.IOException;
import java.util.Map;
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
    assertThat(classifier.ofResult(new PublishResult(3, Map.of(0, large, 2, down))))
        .isEqualTo(Outcome.FAILURE);
    assertThat(classifier.ofResult(new PublishResult(2, Map.of(0, large))))
        .isEqualTo(Outcome.SUCCESS);
    assertThat(classifier.ofResult(new PublishResult(1, Map.of(0, large))))
        .isEqualTo(Outcome.IGNORED);
    assertThat(classifier.ofResult(PublishResult.allPublished(5))).isEqualTo(Outcome.SUCCESS);
  }
}
