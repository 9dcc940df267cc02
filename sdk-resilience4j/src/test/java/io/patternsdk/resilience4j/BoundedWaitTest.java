package io.patternsdk.resilience4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Rejection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BoundedWaitTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void whatComesWhenNobodyWaitsAnyMoreIsGivenBack() throws Exception {
    CompletableFuture<Boolean> granted = new CompletableFuture<>();
    CompletableFuture<Boolean> givenBack = new CompletableFuture<>();
    BoundedWait wait = new BoundedWait("it", granted::join, () -> givenBack.complete(true));
    Deadline soon = Deadline.after(Duration.ofMillis(5));
    assertThat(Bound.reason(() -> wait.take(LONG, soon))).isEqualTo(Rejection.DEADLINE);
    assertThat(givenBack).isNotDone();
    granted.complete(true);
    assertThat(givenBack.get(1, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void nothingIsTakenPastTheDeadline() {
    BoundedWait wait =
        new BoundedWait(
            "it",
            () -> {
              throw new AssertionError("taken");
            },
            () -> {});
    Deadline passed = Deadline.after(Duration.ZERO);
    assertThat(Bound.reason(() -> wait.take(LONG, passed))).isEqualTo(Rejection.DEADLINE);
  }
}
