package io.patternsdk.app.multicast.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoIT {
  @TempDir private Path temporary;

  @ParameterizedTest
  @ValueSource(strings = {"embedded", "redis+nats", "postgres"})
  void itShowsTheWholeRegistryAndLeavesNothingBehind(String backends) throws Exception {
    // a PostgreSQL that root starts runs as somebody else
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx--x--x"));
    Ended demo = demo("--built", "--backends", backends);
    assertThat(demo.exit()).as(demo.output()).isZero();
    assertThat(demo.output())
        .contains("{\"aliases.contains\":\"www\"}               1  http/tcp 80")
        .contains("domain/udp   received \"reload your zone\"")
        .contains("acknowledged 1, queued 0, failed 0, timed_out 0")
        .contains("exit code 0")
        .endsWith("stopped: in-flight 0, unacknowledged 0, exit 0\n");
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void aWrongArgumentIsRefusedWithWhatWouldBeRight() throws Exception {
    assertThat(demo("--built", "--backends", "kafka"))
        .isEqualTo(
            new Ended(
                1,
                "script/demo: --backends is \"kafka\"; embedded, redis+nats or postgres works\n"));
  }

  private record Ended(int exit, String output) {}

  private Ended demo(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("../../script/demo"));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("demo", ".txt");
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("TMPDIR", temporary.toString());
      Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
      int exit = process.waitFor();
      return new Ended(exit, Files.readString(output, UTF_8));
    } finally {
      Files.delete(output);
    }
  }
}
