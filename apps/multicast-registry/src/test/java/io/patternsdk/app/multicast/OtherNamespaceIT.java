package io.patternsdk.app.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.app.testing.NetworkNamespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program in a network namespace of its own, asked from another one as an orchestrator asks it:
 * over a pair of virtual interfaces, without token and TLS.
 */
class OtherNamespaceIT {
  private static final String CONFIG =
      """
      pattern: {name: multicast-registry}
      http:
        port: 8080
        token: s3cret
        probes: {host: 0.0.0.0}
      """;

  /** $1 is the program; the other namespace lasts as long as somebody holds its input open. */
  private static final String SCRIPT =
      """
      set -eu
      ip link set lo up
      "$@" >log 2>&1 &
      program=$!
      coproc other { exec unshare --net bash -c 'echo ready; exec cat'; }
      trap 'kill $program $other_PID' EXIT
      read -r ready <&"${other[0]}"
      outside() { nsenter --target "$other_PID" --net "$@"; }
      ip link add inside type veth peer name outside netns "$other_PID"
      ip address add 10.77.0.1/24 dev inside
      ip link set inside up
      outside ip address add 10.77.0.2/24 dev outside
      outside ip link set outside up
      get() { outside curl --silent --max-time 20 --write-out ' %{http_code}' "$@"; }
      echo "health $(get --retry 60 --retry-connrefused --retry-delay 1 10.77.0.1:8081/health)"
      echo "ready $(get 10.77.0.1:8081/ready)"
      echo "metrics $(get --output /dev/null 10.77.0.1:8081/metrics)"
      echo "identities $(get --output /dev/null 10.77.0.1:8081/v1/identities)"
      echo "routes $(get --output /dev/null 10.77.0.1:8080/health || echo ' unreachable')"
      """;

  @TempDir Path directory;

  @Test
  void healthReadinessAndMetricsAreAnsweredFromOutsideAndNothingElse() throws Exception {
    Path config = Files.writeString(directory.resolve("registry.yaml"), CONFIG);
    List<String> program = new ArrayList<>(NetworkNamespace.program());
    program.addAll(List.of("--dev", "--config", config.toString()));
    assertThat(new NetworkNamespace(directory).run(SCRIPT, program))
        .containsSubsequence(
            "health {\"status\":\"up\"} 200",
            "ready {\"status\":\"up\"} 200",
            "metrics  200",
            "identities  404",
            "routes  000 unreachable");
  }
}
