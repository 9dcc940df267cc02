package io.patternsdk.concurrency.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.concurrency.Bulkhead;
import io.patternsdk.concurrency.CircuitBreaker;
import io.patternsdk.concurrency.Guard;
import io.patternsdk.concurrency.RateLimiter;
import io.patternsdk.concurrency.Retry;
import io.patternsdk.concurrency.RetryBudget;
import io.patternsdk.concurrency.TimeLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The example of docs/resilience.md, as it stands there. */
class ResiliencePageTest {
  private static final Path MODULE = Path.of(System.getProperty("basedir"));
  private static final Path THIS =
      Path.of("src/test/java/io/patternsdk/concurrency/examples/ResiliencePageTest.java");

  private final Client client = new Client();

  private record Stock(String id) {}

  private static final class Client {
    private boolean up;

    Stock stock(String id) throws IOException {
      if (!up) {
        up = true;
        throw new IOException("on cue");
      }
      return new Stock(id);
    }
  }

  private Stock guarded(String id) throws IOException {
    Guard guard =
        Guard.named("inventory")
            .retry(Retry.named("inventory").attempts(3).budget(RetryBudget.of(20, 0.1)).build())
            .rateLimiter(RateLimiter.named("inventory").rate(500, Duration.ofSeconds(1)).build())
            .bulkhead(Bulkhead.of("inventory", 100, Duration.ofSeconds(5)))
            .breaker(CircuitBreaker.named("inventory").failureRate(0.5).build())
            .timeLimit(TimeLimit.of(Duration.ofSeconds(2)))
            .build();
    Stock stock = guard.callIdempotent(() -> client.stock(id)); // throws what client.stock throws
    return stock;
  }

  @Test
  void aCallThatFailedOnceSucceeds() throws IOException {
    assertThat(guarded("nuts")).isEqualTo(new Stock("nuts"));
  }

  @Test
  void thePageShowsWhatIsTestedHere() throws IOException {
    String page = Files.readString(MODULE.resolve("../docs/resilience.md"));
    int begin = page.indexOf("Guard guard");
    String example = page.substring(begin, page.indexOf("```", begin));
    assertThat(words(Files.readString(MODULE.resolve(THIS)))).contains(words(example));
  }

  private static String words(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }
}
