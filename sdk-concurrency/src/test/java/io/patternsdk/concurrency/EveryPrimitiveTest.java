package io.patternsdk.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.concurrency.bulkhead.Bulkhead;
import io.patternsdk.concurrency.circuitbreaker.CircuitBreaker;
import io.patternsdk.concurrency.fanin.FanIn;
import io.patternsdk.concurrency.fanout.FanOut;
import io.patternsdk.concurrency.fixtures.Failures;
import io.patternsdk.concurrency.fixtures.Heard;
import io.patternsdk.concurrency.guard.Guard;
import io.patternsdk.concurrency.pipeline.Pipeline;
import io.patternsdk.concurrency.pool.WorkerPool;
import io.patternsdk.concurrency.ratelimit.RateLimiter;
import io.patternsdk.concurrency.retry.Retry;
import io.patternsdk.concurrency.retry.RetryBudget;
import io.patternsdk.concurrency.timelimit.TimeLimit;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Rejection;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be said of one primitive can be said of all. */
class EveryPrimitiveTest {
  private static final Path SOURCES = Path.of(System.getProperty("basedir"), "src/main/java");

  static Stream<Object> primitives() {
    Retry retry = Retry.named("n").build();
    Bulkhead bulkhead = Bulkhead.named("n").build();
    return Stream.of(
        retry,
        bulkhead,
        CircuitBreaker.named("n").build(),
        RateLimiter.named("n").rate(1, Duration.ofSeconds(1)).build(),
        RetryBudget.named("n").build(),
        TimeLimit.named("n").build(),
        Guard.named("n").retry(retry).bulkhead(bulkhead).build(),
        WorkerPool.named("n").build(),
        FanOut.named("n").build(),
        FanIn.<String>named("n").source("a", List.<String>of().iterator()).start(),
        Pipeline.<String>named("n").into("out", item -> {}));
  }

  @ParameterizedTest // which closes what can be closed
  @MethodSource("primitives")
  void canBeListenedToAndShowsHowItIsUsed(Object primitive) throws Exception {
    Class<?> type = primitive.getClass();
    Method named = type.getMethod("named", String.class);
    assertThat(Arrays.stream(named.getReturnType().getMethods()).map(Method::getName))
        .contains("listener");
    assertThat(Files.readString(SOURCES.resolve(type.getName().replace('.', '/') + ".java")))
        .contains(" * {@snippet class=");
  }

  @ParameterizedTest
  @MethodSource("primitives")
  void printsItsNameAndItsSnapshot(Object primitive) throws Exception {
    Class<?> type = primitive.getClass();
    if (primitive instanceof AutoCloseable open) {
      open.close(); // so that nothing changes any more
    }
    Object snapshot = type.getMethod("snapshot").invoke(primitive);
    assertThat(primitive.toString()).endsWith(" n " + snapshot);
    assertThat(type.getMethod("name").invoke(primitive)).isEqualTo("n");
  }

  @Test
  void aGuardTellsOfCallsThatComeTooLate() {
    Heard heard = new Heard();
    Guard guard = Guard.named("g").listener(heard).build();
    assertThat(Failures.refusal(() -> Deadline.within(Duration.ZERO, () -> guard.call(() -> "no"))))
        .isEqualTo(Rejection.DEADLINE);
    assertThat(heard.events).containsExactly("g refused DEADLINE");
    assertThat(guard.snapshot().bulkhead()).isEmpty();
  }
}
