package io.patternsdk.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DefaultSignalsTest {
  private static final List<String> SIGNALS_ITSELF =
      List.of("sh", "-c", "kill -INT $$; kill -HUP $$; echo survived");

  @Test
  void aChildOfWhoIgnoresASignalIgnoresItToo() throws Exception {
    assertThat(startedByOneWhoIgnoresSignals(SIGNALS_ITSELF)).isEqualTo("survived\n");
  }

  @Test
  void aChildWithDefaultSignalsDoesNot() throws Exception {
    assertThat(startedByOneWhoIgnoresSignals(DefaultSignals.around(SIGNALS_ITSELF))).isEmpty();
  }

  private static String startedByOneWhoIgnoresSignals(List<String> command) throws Exception {
    Stream<String> ignores = Stream.of("sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh");
    Process process =
        new ProcessBuilder(Stream.concat(ignores, command.stream()).toList())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    byte[] output = process.getInputStream().readAllBytes();
    int unused = process.waitFor();
    return new String(output, StandardCharsets.UTF_8);
  }
}
