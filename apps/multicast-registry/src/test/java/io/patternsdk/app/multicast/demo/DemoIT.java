package io.patternsdk.app.multicast.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.app.testing.Script;
import io.patternsdk.app.testing.Script.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DemoIT {
  @TempDir private Path temporary;

  /** Those that the demo knows, as its script lists them. */
  static List<String> pairs() throws IOException {
    Matcher listed =
        Pattern.compile("(?m)^backends=\\((.*)\\)$")
            .matcher(Files.readString(Path.of("../../script/demo.d/multicast-registry")));
    assertThat(listed.find()).isTrue();
    return List.of(listed.group(1).split(" "));
  }

  @ParameterizedTest
  @MethodSource("pairs")
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
    List<String> pairs = pairs();
    assertThat(Script.run(temporary, "demo", "--built", "--backends", "kafka"))
        .isEqualTo(
            new Ended(
                1,
                "script/demo: --backends is \"kafka\"; %s or %s works\n"
                    .formatted(
                        String.join(", ", pairs.subList(0, pairs.size() - 1)), pairs.getLast())));
    assertThat(Script.run(temporary, "demo", "registry", "--built").output())
        .startsWith("no program registry; there are: ")
        .contains("multicast-registry");
  }
}
