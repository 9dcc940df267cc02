package io.patternsdk.lifecycle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.patternsdk.core.config.ConfigException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the keys of {@code observability} do; how spans are sent is tested where it is done. */
class ObservabilityKeysTest {
  private final Stage stage = new Stage();

  @Test
  void callsAreCountedAndTimedBySlotAndOperation() {
    try (var running = stage.start(Stage.yaml(""))) {
      running.pattern().values("registry").get("key");
      assertThat(running.metrics().orElseThrow().read("").text())
          .contains(
              "driver_operation_total{capability=\"keyvalue_basic\",driver=\"fake\","
                  + "operation=\"get\",slot=\"registry\",status=\"success\"} 1.0")
          .contains("driver_operation_duration_seconds_bucket{");
      assertThat(GuardKeysTest.metric(running, "circuit_breaker_state"))
          .isEqualTo("circuit_breaker_state{slot=\"registry\"} 0.0");
    }
  }

  @Test
  void whatASlotNamesIsCountedFromTheStart() {
    try (var running = stage.start(Stage.yaml(""))) {
      assertThat(running.metrics().orElseThrow().read("").text())
          .contains(
              "driver_operation_total{capability=\"keyvalue_basic\",driver=\"fake\","
                  + "operation=\"get\",slot=\"registry\",status=\"success\"} 0.0");
    }
  }

  @Test
  void thePatternsOwnMetersArePublished() {
    try (var running = stage.start(Stage.yaml(""))) {
      running.pattern().context.meters().counter("sent_total", "Sent", "topic", "a").accept(3);
      assertThat(GuardKeysTest.metric(running, "sent_total"))
          .isEqualTo("sent_total{topic=\"a\"} 3.0");
    }
  }

  @Test
  void metricsMayBeSwitchedOff() {
    try (var running =
        stage.start(
            "{fake: {backends: {registry: {driver: fake}}},"
                + " observability: {metrics: {enabled: false}}}")) {
      running.pattern().context.meters().counter("sent_total", "Sent").accept(1);
      assertThat(running.pattern().values("registry").get("key")).isEmpty();
      assertThat(running.metrics()).isEmpty();
    }
  }

  @Test
  void openMetricsIsSpokenToWhoAsksForIt() {
    try (var running = stage.start(Stage.yaml(""))) {
      MetricsText metrics = running.metrics().orElseThrow();
      assertThat(metrics.read("").contentType()).startsWith("text/plain; version=0.0.4");
      MetricsText.Page page = metrics.read("application/openmetrics-text;version=1.0.0,*/*;q=0.1");
      assertThat(page.contentType()).startsWith("application/openmetrics-text");
      assertThat(page.text()).endsWith("# EOF\n");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          endpoint: localhost:4317                       | http://localhost:4317            | true
          endpoint: localhost:4318                       | http://localhost:4318/v1/traces  | false
          endpoint: collector                            | http://collector:4317            | true
          'endpoint: collector, protocol: http'          | http://collector:4318/v1/traces  | false
          endpoint: https://c.example/otlp               | https://c.example:4317/otlp      | true
          'endpoint: https://c.example/o, protocol: http'| https://c.example:4318/o/v1/traces | false
          enabled: true                                  | http://localhost:4317            | true
          """)
  void theEndpointTellsHowSpansAreSent(String tracing, String endpoint, boolean grpc) {
    assertThat(target(tracing, Map.of()).orElseThrow())
        .hasToString(endpoint + (grpc ? " by gRPC" : " by HTTP"));
  }

  @Test
  void tracingIsOffUnlessSomebodyNamesAnEndpoint() {
    assertThat(target("", Map.of())).isEmpty();
    assertThat(target("enabled: false, endpoint: localhost:4317", Map.of())).isEmpty();
    assertThat(target("enabled: false", OTEL)).isEmpty();
  }

  private static final Map<String, String> OTEL =
      Map.of(
          "OTEL_EXPORTER_OTLP_ENDPOINT",
          "http://collector:4318",
          "OTEL_EXPORTER_OTLP_PROTOCOL",
          "http/protobuf");

  @Test
  void openTelemetrysVariablesHoldWhereTheFileSaysNothing() {
    assertThat(target("", OTEL)).hasToString("Optional[http://collector:4318/v1/traces by HTTP]");
    assertThat(target("endpoint: localhost:4317, protocol: grpc", OTEL))
        .hasToString("Optional[http://localhost:4317 by gRPC]");
  }

  @Test
  void theCollectorOfAnOrdinaryDeploymentIsSpokenToOverGrpc() {
    assertThat(target("", Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://otel-collector:4317")))
        .hasToString("Optional[http://otel-collector:4317 by gRPC]");
  }

  @Test
  void aVariableThatIsNoEndpointIsNamed() {
    assertThatThrownBy(() -> target("", Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "not an endpoint")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("OTEL_EXPORTER_OTLP_ENDPOINT");
  }

  private static Optional<TraceTarget> target(String tracing, Map<String, String> variables) {
    return TraceTarget.of(
        Stage.config("{fake: {}, observability: {tracing: {" + tracing + "}}}"), variables::get);
  }

  @Test
  void spansOfCallsReachTheCollectorBeforeTheEnd() throws IOException {
    List<String> received = new CopyOnWriteArrayList<>();
    HttpServer collector =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          received.add(new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
    String endpoint = "http://127.0.0.1:" + collector.getAddress().getPort();
    try (var running =
        stage.start(
            "{fake: {version: v9, backends: {registry: {driver: fake}}}, observability: {tracing:"
                + " {endpoint: '"
                + endpoint
                + "', protocol: http}}}")) {
      running.pattern().values("registry").get("key");
    } finally {
      collector.stop(0);
    }
    assertThat(String.join("", received)).contains("registry.get", "get registry", "fake", "v9");
  }

  @Test
  void anAbsentCollectorStopsNoStart() {
    try (var running =
        stage.start(
            "{fake: {backends: {registry: {driver: fake}}},"
                + " observability: {tracing: {endpoint: '127.0.0.1:1'}}}")) {
      assertThat(running.pattern().values("registry").get("key")).isEmpty();
      assertThat(running.health().ready()).isTrue();
    }
  }
}
