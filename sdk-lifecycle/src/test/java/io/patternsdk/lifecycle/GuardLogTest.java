package io.patternsdk.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.concurrency.circuitbreaker.CircuitBreaker;
import io.patternsdk.concurrency.circuitbreaker.Outcome;
import io.patternsdk.concurrency.retry.RetryBudget;
import io.patternsdk.lifecycle.internal.calls.GuardLog;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GuardLogTest {
  private final Logger logger = Logger.getLogger(GuardLog.class.getName());
  private final List<String> lines = new ArrayList<>();
  private final Handler handler = new Lines(lines);

  @BeforeEach
  void listen() {
    logger.addHandler(handler);
  }

  @AfterEach
  void listenNoMore() {
    logger.removeHandler(handler);
  }

  @Test
  void anOperatorReadsWhatABreakerDoes() {
    CircuitBreaker breaker = CircuitBreaker.named("registry").listener(new GuardLog()).build();
    breaker.forceOpen();
    breaker.reset();
    for (int i = 0; i < 5; i++) {
      breaker.acquire().end(Outcome.FAILURE);
    }
    assertThat(lines)
        .containsExactly(
            "INFO the circuit breaker registry is forced open, was closed",
            "INFO the circuit breaker registry is closed, was forced open",
            "WARNING the circuit breaker registry is open, was closed: 5 failures in a row");
  }

  @Test
  void anOperatorReadsThatRepeatsAreRefusedAndThatTheyAreNoMore() {
    RetryBudget budget =
        RetryBudget.named("registry").capacity(1).share(1).listener(new GuardLog()).build();
    budget.trySpend();
    budget.trySpend();
    budget.earn();
    assertThat(lines)
        .containsExactly(
            "WARNING the retry budget registry is spent",
            "INFO the retry budget registry has recovered");
  }

  private static final class Lines extends Handler {
    private final List<String> lines;

    Lines(List<String> lines) {
      this.lines = lines;
    }

    @Override
    public void publish(LogRecord line) {
      lines.add(line.getLevel() + " " + line.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
