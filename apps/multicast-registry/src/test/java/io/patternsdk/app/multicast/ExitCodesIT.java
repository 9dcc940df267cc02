package io.patternsdk.app.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.app.testing.Program;
import io.patternsdk.testkit.server.ReservedPort;
import org.junit.jupiter.api.Test;

class ExitCodesIT {
  private static final String WRONG =
      """
      pattern:
        name: multicast-registry
        concurrency: {workers: many}
        settings:
          batch_sise: 10
      backends:
        registry: {driver: redys}
        messaging: {driver: embedded}
      """;

  @Test
  void aWrongConfigurationNamesEachPlaceAndOpensNothing() {
    for (String[] arguments :
        new String[][] {{"--config", "config.yaml"}, {"validate", "--config", "config.yaml"}}) {
      try (Program program = Program.run(WRONG, arguments)) {
        assertThat(program.exit()).isEqualTo(78);
        assertThat(program.log())
            .contains("config.yaml:3:26", "workers")
            .contains("config.yaml:5:5", "did you mean batch_size")
            .contains("config.yaml:7:22", "did you mean redis")
            .doesNotContain("Exception", "\tat ");
      }
    }
  }

  @Test
  void aWrongCommandLineIsTheUsersMistake() {
    try (Program program = Program.run("", "--confg", "x")) {
      assertThat(program.exit()).isEqualTo(78);
      assertThat(program.log()).contains("did you mean --config").doesNotContain("\tat ");
    }
  }

  @Test
  void aBackendThatCannotBeReachedAtStartIsSaidWithItsAddress() {
    try (ReservedPort port = ReservedPort.next();
        Program program =
            Program.run(
                """
                pattern: {name: multicast-registry, lifecycle: {startup_timeout: 100ms}}
                http: {port: 0}
                observability: {metrics: {enabled: false}}
                backends:
                  registry:
                    driver: redis
                    config: {addresses: ["redis://127.0.0.1:%d"]}
                    operation_timeout: 1s
                """
                    .formatted(port.number()),
                "--dev",
                "--config",
                "config.yaml")) {
      assertThat(program.exit()).isEqualTo(69);
      assertThat(program.log())
          .contains("backend registry (redis)", "127.0.0.1:" + port.number())
          .doesNotContain("\tat ");
      assertThat(program.lastLine()).endsWith("stopped: in-flight 0, exit 69");
    }
  }

  @Test
  void aHandlerThatHangsEndsAtTheLimitWithWhatIsLeft() {
    String limits =
        "pattern: {name: multicast-registry, lifecycle: "
            + "{graceful_timeout: 200ms, shutdown_timeout: 1s}}\n";
    try (Program program = Program.start(HangingReceiver.class, limits, "--dev")) {
      program.terminate();
      assertThat(program.exit()).isEqualTo(2);
      // unacknowledged, unless there was time left to give the delivery back to its queue
      assertThat(program.lastLine())
          .containsPattern("stopped: in-flight 1, unacknowledged [01], exit 2$");
    }
  }
}
