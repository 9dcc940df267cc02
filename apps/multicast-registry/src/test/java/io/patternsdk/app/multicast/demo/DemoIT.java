package io.patternsdk.app.multicast.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.app.testing.Script;
import io.patternsdk.app.testing.Script.Ended;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoIT {
  @TempDir private Path temporary;

  @ParameterizedTest
  @ValueSource(strings = {"embedded", "redis+nats", "postgres"})
  void itShowsTheWholeRegistryAndLeavesNothingBehind(String backends) throws Exception {
    Ended demo = Script.run(temporary, "demo", "--built", "--backends", backends);
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
    assertThat(Script.run(temporary, "demo", "--built", "--backends", "kafka"))
        .isEqualTo(
            new Ended(
                1,
                "script/demo: --backends is \"kafka\";"
                    + " embedded, redis+nats, redis-cluster+nats or postgres works\n"));
    assertThat(Script.run(temporary, "demo", "registry", "--built").output())
        .startsWith("no program registry; there are: ")
        .contains("multicast-registry");
  }
}
