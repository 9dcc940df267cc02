package io.patternsdk.core.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AutoResetEventTest {
  private final AutoResetEvent event =
      new AutoResetEvent(
          new DriverCalls(
              DriverContext.builder("b").build(),
              (failure, effect) -> new BackendException(ErrorKind.UNAVAILABLE, "unexpected")));

  private Thread waiting() {
    Thread thread = Thread.ofPlatform().start(() -> event.await(Deadline.NONE));
    while (thread.isAlive() && thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    return thread;
  }

  @Test
  void aSignalEndsAWait() throws Exception {
    Thread waiting = waiting();
    assertThat(waiting.isAlive()).isTrue();
    event.signal();
    waiting.join();
  }

  @Test
  void severalBeforeTheWaitEndOne() throws Exception {
    event.signal();
    event.signal();
    event.await(Deadline.NONE);
    Thread next = waiting();
    assertThat(next.isAlive()).as("nothing is left for another").isTrue();
    event.signal();
    next.join();
  }

  @Test
  void aWaitEndsWithItsTime() {
    Deadline end = Deadline.after(Duration.ofMillis(1));
    event.await(end);
    assertThat(end.passed()).isTrue();
  }

  @Test
  void anInterruptedWaitIsCancelled() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> event.await(Deadline.NONE))
        .isInstanceOfSatisfying(
            BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CANCELLED));
    assertThat(Thread.interrupted()).as("the mark stays").isTrue();
  }
}
