package io.patternsdk.observability;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is sent over gRPC by the published sender, as tracing sets it up. */
class GrpcExportTest {
  private GrpcCollector collector;
  private SpanExporter exporter;

  @BeforeEach
  void start() throws IOException {
    collector = GrpcCollector.start();
    exporter = exporter("http://127.0.0.1:" + collector.port());
  }

  @AfterEach
  void stop() {
    exporter.shutdown();
    collector.close();
  }

  private static SpanExporter exporter(String endpoint) {
    return OtlpExport.of(TracingOptions.builder("test", URI.create(endpoint)).build());
  }

  @Test
  void aServerReadsWhatIsSent() {
    assertThat(send("find-me").isSuccess()).isTrue();
    assertThat(collector.received()).hasSize(1);
    assertThat(new String(collector.received().getFirst(), ISO_8859_1)).contains("find-me");
  }

  @Test
  void manyCallsUseOneConnection() {
    for (int i = 0; i < 200; i++) {
      assertThat(send("span-" + i).isSuccess()).isTrue();
    }
    assertThat(collector.received()).hasSize(200);
  }

  @Test
  void aMessageMayBeLargerThanEveryWindow() {
    String name = "x".repeat(3_000_000);
    assertThat(send(name).isSuccess()).isTrue();
    assertThat(collector.received().getFirst().length).isGreaterThan(name.length());
    assertThat(send("another").isSuccess()).isTrue();
  }

  @Test
  void aRefusalIsReportedWithItsReason() {
    collector.answer(Status.RESOURCE_EXHAUSTED.withDescription("come back later"));
    CompletableResultCode result = send("refused");
    assertThat(result.isSuccess()).isFalse();
    assertThat(result.getFailureThrowable().getCause())
        .hasMessage("the collector answered RESOURCE_EXHAUSTED: come back later");
    collector.answer(Status.OK);
    assertThat(send("taken").isSuccess()).isTrue();
  }

  @Test
  void anAbsentServerIsAFailure() {
    collector.close();
    assertThat(send("lost").isSuccess()).isFalse();
  }

  @Test
  void aServerThatCameBackIsUsedAgain() throws IOException {
    assertThat(send("before").isSuccess()).isTrue();
    int port = collector.port();
    collector.close();
    collector = GrpcCollector.startAt(port);
    assertThat(send("after").isSuccess()).isTrue();
    assertThat(collector.received()).hasSize(1);
  }

  @Test
  void somethingElseThatListensIsAFailure() throws IOException {
    try (ServerSocket other = new ServerSocket(0)) {
      Thread.ofVirtual()
          .start(
              () -> {
                try (var socket = other.accept()) {
                  socket
                      .getOutputStream()
                      .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(ISO_8859_1));
                  socket.getInputStream().readNBytes(10);
                } catch (IOException e) {
                  // the client has gone
                }
              });
      exporter = exporter("http://127.0.0.1:" + other.getLocalPort());
      assertThat(send("lost").isSuccess()).isFalse();
    }
  }

  private CompletableResultCode send(String name) {
    return exporter.export(span(name)).join(30, TimeUnit.SECONDS);
  }

  private static List<SpanData> span(String name) {
    List<SpanData> data = new ArrayList<>();
    try (SdkTracerProvider provider = SdkTracerProvider.builder().build()) {
      Span span = provider.get("test").spanBuilder(name).startSpan();
      span.end();
      data.add(((ReadableSpan) span).toSpanData());
    }
    return Collections.unmodifiableList(data);
  }
}
