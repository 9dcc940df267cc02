package io.patternsdk.concurrency.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.concurrency.GuardListener;
import io.patternsdk.concurrency.bulkhead.Bulkhead;
import io.patternsdk.concurrency.bulkhead.BulkheadBuilder;
import io.patternsdk.concurrency.circuitbreaker.CircuitBreaker;
import io.patternsdk.concurrency.circuitbreaker.CircuitBreakerBuilder;
import io.patternsdk.concurrency.guard.Guard;
import io.patternsdk.concurrency.ratelimit.RateLimiter;
import io.patternsdk.concurrency.ratelimit.RateLimiterBuilder;
import io.patternsdk.concurrency.retry.Retry;
import io.patternsdk.concurrency.retry.RetryBudget;
import io.patternsdk.concurrency.retry.RetryBuilder;
import io.patternsdk.core.config.Settings;
import io.patternsdk.testkit.MovableClock;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.extractor.Extractors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A knob has one name, one default and one meaning, in a file and in a builder. */
class KnobsTest {
  private static final MovableClock CLOCK = MovableClock.create();
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** A section, what it is read into and the builder of what it describes. */
  enum Part {
    CIRCUIT_BREAKER(CircuitBreakerConfig.class, CircuitBreakerBuilder.class),
    BULKHEAD(BulkheadConfig.class, BulkheadBuilder.class),
    RETRY(RetryConfig.class, RetryBuilder.class),
    RATE_LIMIT(RateLimitConfig.class, RateLimiterBuilder.class);

    private final Class<?> config;
    private final Class<?> builder;

    Part(Class<?> config, Class<?> builder) {
      this.config = config;
      this.builder = builder;
    }

    String section() {
      return name().toLowerCase(Locale.ROOT);
    }

    List<String> names() {
      return Arrays.stream(config.getDeclaredMethods())
          .filter(method -> Modifier.isPublic(method.getModifiers()))
          .filter(method -> method.getParameterCount() == 0)
          .map(Method::getName)
          .filter(name -> !name.equals("hashCode") && !name.equals("toString"))
          .toList();
    }
  }

  /**
   * A key with a value, and what a builder makes that is told the same.
   *
   * @param beside what has to be written beside it
   */
  record Knob(Part part, String key, Object value, Map<String, ?> beside, List<Object> built) {
    @Override
    public String toString() {
      return part.section() + "." + key;
    }
  }

  private static Knob breaker(String key, Object value, UnaryOperator<CircuitBreakerBuilder> told) {
    CircuitBreaker built = told.apply(CircuitBreaker.named("n")).build();
    return new Knob(Part.CIRCUIT_BREAKER, key, value, Map.of(), settings(built));
  }

  private static Knob bulkhead(String key, Object value, UnaryOperator<BulkheadBuilder> told) {
    Bulkhead built = told.apply(Bulkhead.named("n")).build();
    return new Knob(Part.BULKHEAD, key, value, Map.of(), settings(built));
  }

  private static Knob retry(
      String key, Object value, Map<String, ?> beside, UnaryOperator<RetryBuilder> told) {
    Retry built = told.apply(Retry.named("n")).build();
    return new Knob(Part.RETRY, key, value, beside, settings(built));
  }

  private static Knob limit(
      String key, Object value, Map<String, ?> beside, UnaryOperator<RateLimiterBuilder> told) {
    RateLimiter built = told.apply(RateLimiter.named("n")).build();
    return new Knob(Part.RATE_LIMIT, key, value, beside, settings(built));
  }

  static Stream<Knob> knobs() {
    Map<String, ?> none = Map.of();
    Map<String, ?> rate = Map.of("rate", 7);
    RetryBudget seven = RetryBudget.named("n").capacity(7).build();
    return Stream.of(
        breaker("max_failures", 7, b -> b.maxFailures(7)),
        breaker("reset_timeout", "7s", b -> b.resetTimeout(SECOND.multipliedBy(7))),
        breaker("max_reset_timeout", "7m", b -> b.maxResetTimeout(Duration.ofMinutes(7))),
        breaker("half_open_trials", 7, b -> b.halfOpenTrials(7)),
        breaker("trial_timeout", "7s", b -> b.trialTimeout(SECOND.multipliedBy(7))),
        breaker("failure_rate", "70%", b -> b.failureRate(0.7)),
        breaker("slow_call_rate", "70%", b -> b.slowCallRate(0.7)),
        breaker("slow_call_duration", "7s", b -> b.slowCallDuration(SECOND.multipliedBy(7))),
        breaker("window", 7, b -> b.window(7)),
        breaker("window_time", "7s", b -> b.windowTime(SECOND.multipliedBy(7))),
        breaker("min_calls", 7, b -> b.minCalls(7)),
        bulkhead("capacity", 7, b -> b.capacity(7)),
        bulkhead("timeout", "7s", b -> b.timeout(SECOND.multipliedBy(7))),
        bulkhead("fair", false, b -> b.fair(false)),
        retry("max_attempts", 7, none, b -> b.maxAttempts(7)),
        retry("initial_delay", "1s", none, b -> b.initialDelay(SECOND)),
        retry("max_delay", "7s", none, b -> b.maxDelay(SECOND.multipliedBy(7))),
        retry("budget", 7, none, b -> b.budget(seven)),
        retry(
            "budget_share",
            "70%",
            Map.of("budget", 7),
            b -> b.budget(RetryBudget.named("n").capacity(7).share(0.7).build())),
        limit("rate", 9, none, b -> b.rate(9, SECOND)),
        limit("per", "7s", rate, b -> b.rate(7, SECOND.multipliedBy(7))),
        limit("burst", 70, rate, b -> b.rate(7, SECOND).burst(70)),
        limit("timeout", "7s", rate, b -> b.rate(7, SECOND).timeout(SECOND.multipliedBy(7))));
  }

  @ParameterizedTest
  @MethodSource("knobs")
  void aKeyDoesWhatTheBuildersMethodDoes(Knob knob) {
    Map<String, Object> values = new HashMap<>(knob.beside);
    List<Object> without = fromFile(knob.part, values);
    values.put(knob.key, knob.value);
    assertThat(fromFile(knob.part, values)).isEqualTo(knob.built).isNotEqualTo(without);
  }

  @ParameterizedTest
  @EnumSource(Part.class)
  void everyKeyIsAMethodOfTheBuilder(Part part) {
    assertThat(knobs().filter(knob -> knob.part == part).map(Knob::key))
        .containsExactlyInAnyOrderElementsOf(
            part.names().stream().map(KnobsTest::snakeCase).toList());
    assertThat(part.names().stream().filter(name -> !isArgumentOfAnother(name)))
        .isSubsetOf(Arrays.stream(part.builder.getMethods()).map(Method::getName).toList());
  }

  /** The period is the second argument of the rate, the share one of what is handed as budget. */
  private static boolean isArgumentOfAnother(String name) {
    return name.equals("per") || name.equals("budgetShare");
  }

  @ParameterizedTest
  @EnumSource(Part.class)
  void whatIsNotSaidIsTheSame(Part part) {
    List<Object> built =
        switch (part) {
          case CIRCUIT_BREAKER -> settings(CircuitBreaker.named("n").build());
          case BULKHEAD -> settings(Bulkhead.named("n").build());
          case RETRY -> settings(Retry.named("n").build());
          case RATE_LIMIT -> settings(RateLimiter.named("n").rate(9, SECOND).build());
        };
    Map<String, ?> values = part == Part.RATE_LIMIT ? Map.of("rate", 9) : Map.of();
    assertThat(fromFile(part, values)).isEqualTo(built);
  }

  private static List<Object> fromFile(Part part, Map<String, ?> values) {
    Map<String, Object> section = new HashMap<>(values);
    section.put("enabled", true);
    if (part == Part.RATE_LIMIT) {
      section.putIfAbsent("rate", 7);
    }
    Guard guard =
        Settings.of(Map.of(part.section(), section))
            .read(s -> GuardConfig.from(s, GuardConfig.STANDARD))
            .guard("n", CLOCK, GuardListener.none());
    return switch (part) {
      case CIRCUIT_BREAKER -> settings(guard.breaker().orElseThrow());
      case BULKHEAD -> settings(guard.bulkhead().orElseThrow());
      case RETRY -> settings(guard.retry().orElseThrow());
      case RATE_LIMIT -> settings(guard.rateLimiter().orElseThrow());
    };
  }

  private static List<Object> settings(CircuitBreaker breaker) {
    return List.of(field(breaker, "rules"));
  }

  private static List<Object> settings(Bulkhead bulkhead) {
    return List.of(
        bulkhead.snapshot(), field(bulkhead, "timeout"), field(bulkhead, "semaphore").getClass());
  }

  private static List<Object> settings(Retry retry) {
    Optional<List<Object>> budget =
        retry.budget().map(b -> List.of(field(b, "capacity"), field(b, "share")));
    return List.of(field(retry, "limits"), budget);
  }

  private static List<Object> settings(RateLimiter limiter) {
    return List.of(field(limiter, "interval"), field(limiter, "slack"), field(limiter, "timeout"));
  }

  private static Object field(Object object, String name) {
    return Extractors.byName(name).apply(object);
  }

  private static String snakeCase(String name) {
    return Pattern.compile("[A-Z]")
        .matcher(name)
        .replaceAll(capital -> "_" + capital.group().toLowerCase(Locale.ROOT));
  }
}
