package io.patternsdk.app.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.app.testing.NetworkNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The configurations of the RFC as they stand there, byte for byte, with a Redis and a NATS at the
 * addresses that they name, and the collector of spans that its deployment names, which is away.
 */
class RfcConfigIT {
  private static final Path FILES =
      Path.of(
          System.getProperty("basedir"),
          "../../sdk-lifecycle/src/test/resources/io/patternsdk/lifecycle/config");

  /** Runs the program beside the servers, asks it as a client does, and stops it. */
  private static final String SCRIPT =
      """
      set -eu
      ip link set lo up
      export OTEL_EXPORTER_OTLP_ENDPOINT=http://otel-collector:4317
      trap 'kill $(jobs -p) 2>/dev/null || true' EXIT
      redis-server --port 6379 --save '' --dir . >redis.log 2>&1 &
      nats-server -a 127.0.0.1 -p 4222 -m 8222 -js -sd jetstream >nats.log 2>&1 &
      "$@" >log 2>&1 &
      program=$!
      ask() { curl --silent --max-time 20 --write-out ' %{http_code}\\n' "$@"; }
      post() { ask --header 'Content-Type: application/json' --data "$2" "localhost:8080$1"; }
      echo "ready $(ask --retry 60 --retry-connrefused --retry-delay 1 localhost:8080/ready)"
      post /v1/identities '{"id": "dns", "metadata": {"protocol": "udp"}}'
      post /v1/identities '{"id": "http", "metadata": {"protocol": "tcp"}}'
      coproc events { exec curl --silent --no-buffer localhost:8080/v1/identities/dns/events; }
      heard() { until [[ $line == data:*"$1"* ]]; do read -r line <&"${events[0]}"; done; }
      line=
      heard '"id":"dns"'
      post /v1/multicasts '{"filter": {"protocol": "udp"}, "payload": "reload"}'
      heard '"payload":"reload"'
      echo "event $line"
      echo "metrics $(ask --output /dev/null localhost:9090/metrics)"
      echo "keys $(redis-cli exists multicast-registry:identity:dns)"
      echo "clients $(curl --silent 'localhost:8222/connz' | tr -d ' \\n')"
      kill -TERM $program
      code=0
      wait $program || code=$?
      echo "program ended with $code"
      """;

  private static final List<String> WORKS =
      List.of(
          "ready {\"status\":\"up\"",
          " 200\n",
          "\"id\":\"dns\"",
          " 201\n",
          "\"id\":\"http\"",
          " 201\n",
          "\"targets\":1",
          " 200\n",
          "event data: ",
          "metrics  200\n",
          "program ended with 0\n",
          "stopped: in-flight 0");

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "complete.yaml, http://localhost:4317 by gRPC",
    "short.yaml, http://otel-collector:4317 by gRPC",
  })
  void aConfigurationRunsOnTheServersThatItNames(String file, String collector) throws Exception {
    assertThat(run(file))
        .containsSubsequence(WORKS)
        .contains("keys 1\n", "\"lang\":\"java\"")
        .contains("spans are sent to " + collector);
  }

  @Test
  void thePatternsOwnFileNamesNoneAndRunsOnEmbeddedBackends() throws Exception {
    assertThat(run("pattern.yaml", "--dev"))
        .containsSubsequence(WORKS)
        .contains("keys 0\n")
        .doesNotContain("\"lang\":\"java\"");
  }

  @ParameterizedTest
  @CsvSource({
    "complete.yaml, 4e541de12a5688813dde61d8c45c74ba6df2bba9105c37fe13426334d0dd616e",
    "short.yaml, 04f88a37f4192b10ff4255ff14c9068ccb691a0eace741e4fe2b8975a051595e",
    "pattern.yaml, 46364fcdff7406032c7f097fbe42924b9bdd33866845f6f7782d3b50447f6202",
  })
  void theFilesAreThoseOfTheRfc(String file, String sha256)
      throws IOException, NoSuchAlgorithmException {
    byte[] bytes = Files.readAllBytes(FILES.resolve(file));
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
    assertThat(HexFormat.of().formatHex(digest)).isEqualTo(sha256);
  }

  private String run(String file, String... options) throws Exception {
    List<String> program = new ArrayList<>(NetworkNamespace.program());
    program.addAll(List.of(options));
    program.addAll(List.of("--config", FILES.resolve(file).toString()));
    return new NetworkNamespace(directory).run(SCRIPT, program);
  }
}
