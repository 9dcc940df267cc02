package io.patternsdk.observability;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;
import io.patternsdk.core.layer.Site;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class OtlpExportTest {

  @Test
  void spansReachACollectorByGrpc() throws IOException {
    try (GrpcCollector collector = GrpcCollector.start()) {
      trace(options("http://127.0.0.1:" + collector.port()).version("v1.2.0").build());
      assertThat(collector.received()).isNotEmpty();
      String sent = new String(collector.received().getFirst(), ISO_8859_1);
      assertThat(sent).contains("registry.get", "multicast-registry", "v1.2.0", "db.system.name");
    }
  }

  @Test
  void spansReachACollectorByHttp() throws IOException {
    List<String> received = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/traces",
        exchange -> {
          received.add(new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    try {
      String endpoint = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
      trace(options(endpoint).grpc(false).build());
      assertThat(received.getFirst()).contains("registry.get", "multicast-registry");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aRatioOfZeroSendsNothing() throws IOException {
    try (GrpcCollector collector = GrpcCollector.start()) {
      trace(options("http://127.0.0.1:" + collector.port()).sampleRatio(0).build());
      assertThat(collector.received()).isEmpty();
    }
  }

  @Test
  void anAbsentCollectorFailsNoCall() {
    trace(options("http://127.0.0.1:1").build());
  }

  private static TracingOptions.Builder options(String endpoint) {
    return TracingOptions.builder("multicast-registry", URI.create(endpoint));
  }

  private static void trace(TracingOptions options) {
    Tracing tracing = Tracing.start(options);
    BoundOperation get =
        BoundOperation.bind(
            new Site("registry", "redis"),
            Operation.of("keyvalue_basic", "get", Kind.WRITE),
            List.of(tracing.calls(), tracing.attempts()));
    assertThat(get.<String>call(() -> "value")).isEqualTo("value");
    tracing.close(Duration.ofSeconds(30));
  }
}
