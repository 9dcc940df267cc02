package io.patternsdk.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.examples.leader.LeaderProvider;
import io.patternsdk.examples.prices.Prices;
import io.patternsdk.lifecycle.Runner;
import io.patternsdk.testkit.server.NatsServer;
import io.patternsdk.testkit.server.RedisServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs each example as a newcomer does, and looks at what it prints. */
class ExamplesTest {
  @TempDir Path directory;

  @Test
  void theRegistryRunsAsALibrary() {
    assertThat(printed(() -> RegistryAsLibrary.main(new String[0])))
        .contains("dns got reload")
        .contains("ACKNOWLEDGED");
  }

  @Test
  void theSessionStoreRunsAsALibrary() {
    assertThat(printed(() -> SessionsAsLibrary.main(new String[0])))
        .contains("{cart=[\"book\"], theme=\"dark\"}")
        .contains("old id: false")
        .contains("ended: LOGGED_OUT")
        .contains("logged out: 1")
        .contains("there: false");
  }

  @Test
  void pointsAreWrittenAndAskedForByWindow() {
    assertThat(printed(() -> TimeSeriesAlone.main(new String[0])))
        .contains("points: 60")
        .contains("2024-03-01T12:00:00Z 27.0")
        .contains("2024-03-01T12:45:00Z 72.0")
        .contains("after a month: 0");
  }

  @Test
  void driversAreOpenedByName() {
    assertThat(named("embedded")).contains("document_query").contains("expires: true");
    assertThat(named("file", "path=" + directory)).contains("hello");
    assertThat(named("redis", "addresses=" + RedisServer.shared().uri())).contains("expires: true");
    assertThat(named("nats", "url=" + NatsServer.shared().uri())).contains("hello");
  }

  @Test
  void aDriverIsInstrumented() {
    assertThat(printed(() -> InstrumentedDriver.main(new String[0])))
        .contains("gets: 10")
        .contains("driver.operation.duration");
  }

  @Test
  void thePrimitivesAreUsedAloneWithMeters() {
    assertThat(printed(() -> PrimitivesAlone.main(new String[0])))
        .contains("12 for a book")
        .contains("circuit_breaker_state");
  }

  @Test
  void instancesOfResilience4jGuardADriver() {
    assertThat(printed(() -> Resilience4jInstances.main(new String[0])))
        .contains("seen: 2")
        .contains("OPEN: the circuit breaker cache is open");
  }

  @Test
  void theFlakyServiceIsCalledThroughAGuardInBulkAndInAPipeline() {
    assertThat(printed(Prices::main))
        .contains("prices again after 503")
        .contains("book: 5")
        .contains("[5, 6], [io.patternsdk.core.BackendException (NOT_FOUND, effect")
        .contains("no price of pen]")
        .contains("stored: [Order[item=book, count=2, sum=10], Order[item=atlas, count=1, sum=6]]")
        .contains("parse: java.lang.NumberFormatException: For input string: \"two\"")
        .contains("repeated: 3");
  }

  @Test
  void aFileIsStoredAsABlob() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "all that is in the file");
    assertThat(printed(args -> FilesAsBlobs.main(file.toString())))
        .contains("all that is in the f\n")
        .contains("23 bytes {from=an example}")
        .contains("docs/file: 23");
  }

  @Test
  void thePatternOfOnesOwnStartsAsAProgram() {
    assertThat(Runner.of(new LeaderProvider()).run("--test-startup", "--dev")).isZero();
  }

  private static String named(String... args) {
    String printed = printed(() -> DriversByName.main(args));
    assertThat(printed).contains("hello");
    return printed;
  }

  /** A program that may fail. */
  private interface Program {
    void main(String... args) throws Exception;
  }

  private static String printed(Program example) {
    return printed(
        () -> {
          try {
            example.main();
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }

  private static String printed(Runnable example) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = System.out;
    try (PrintStream captured = new PrintStream(bytes, true, UTF_8)) {
      System.setOut(captured);
      example.run();
    } finally {
      System.setOut(out);
    }
    return bytes.toString(UTF_8);
  }
}
