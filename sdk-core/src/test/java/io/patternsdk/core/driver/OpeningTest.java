package io.patternsdk.core.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.HandClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpeningTest {
  private final HandClock clock = new HandClock();
  private final List<ErrorKind> attempts = new ArrayList<>();

  private String fail(ErrorKind kind) {
    attempts.add(kind);
    throw new BackendException(kind, "attempt " + attempts.size());
  }

  @Test
  void isTriedAgainWhileItMayPass() {
    List<String> noted = new ArrayList<>();
    long before = clock.nanoTime();

    String opened =
        Opening.on(clock)
            .noting(failure -> noted.add(failure.getMessage()))
            .open(() -> attempts.size() < 7 ? fail(ErrorKind.UNAVAILABLE) : "open");

    assertThat(opened).isEqualTo("open");
    assertThat(noted).hasSize(7).startsWith("attempt 1", "attempt 2");
    // 100, 200, 400, 800, 1,600, 2,000 and 2,000 ms
    assertThat(clock.nanoTime() - before).isEqualTo(Duration.ofMillis(7_100).toNanos());
  }

  @Test
  void whatWillBeWrongAgainIsNotTriedAgain() {
    assertThatThrownBy(() -> Opening.on(clock).open(() -> fail(ErrorKind.PERMISSION_DENIED)))
        .hasMessage("attempt 1");
    assertThat(attempts).hasSize(1);
  }

  @Test
  void theLastOfSoManyRetriesSaysWhy() {
    assertThatThrownBy(() -> Opening.on(clock).retries(2).open(() -> fail(ErrorKind.TIMED_OUT)))
        .hasMessage("attempt 3");
  }

  @Test
  void anAttemptThatIsCutShortHidesNotWhyTheOthersFailed() {
    assertThatThrownBy(
            () ->
                Opening.on(clock)
                    .retries(2)
                    .open(
                        () ->
                            fail(
                                attempts.size() < 1 ? ErrorKind.UNAVAILABLE : ErrorKind.TIMED_OUT)))
        .hasMessage("attempt 1");
    assertThat(attempts).hasSize(3);
  }

  @Test
  void noAttemptBeginsAfterTheEnd() {
    Deadline end = Deadline.after(Duration.ofMillis(250), clock);

    assertThatThrownBy(() -> Opening.on(clock).until(end).open(() -> fail(ErrorKind.RATE_LIMITED)))
        .hasMessage("attempt 2");
  }

  @Test
  void anInterruptBetweenTwoAttemptsEndsIt() {
    Thread.currentThread().interrupt();

    BackendException failure =
        catchThrowableOfType(
            BackendException.class,
            () ->
                Opening.on(io.patternsdk.core.Clock.system())
                    .open(() -> fail(ErrorKind.UNAVAILABLE)));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(failure.kind()).isEqualTo(ErrorKind.CANCELLED);
  }
}
