package io.patternsdk.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.patternsdk.core.Deadline;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Patterns inside an application that has its own registry and its own tracing. */
class EmbeddingTest {
  private final Stage stage = new Stage();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Seen seen = new Seen();
  private final OpenTelemetrySdk traces =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(seen))
                  .build())
          .build();

  private RunningPattern<FakePattern> start() {
    Runner<FakePattern> runner = stage.runner().meterRegistry(registry).openTelemetry(traces);
    return Stage.start(runner, Stage.yaml(""));
  }

  private static final class Seen implements SpanExporter {
    final List<String> names = new CopyOnWriteArrayList<>();

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      spans.forEach(span -> names.add(span.getName()));
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      names.add("shut down");
      return CompletableResultCode.ofSuccess();
    }
  }

  @Test
  void metersAreTheApplicationsAndWhatReadsThePatternGoesWithIt() {
    try (var running = start()) {
      running.pattern().values("registry").get("key");
      assertThat(running.metrics()).as("the application publishes them").isEmpty();
      assertThat(
              registry
                  .get("driver.operation")
                  .tags("operation", "get", "status", "success")
                  .functionCounter()
                  .count())
          .isEqualTo(1);
      assertThat(registry.get("circuit_breaker_state").gauge().value()).isZero();
    }
    assertThat(registry.find("circuit_breaker_state").gauge()).isNull();
    assertThat(registry.find("driver.operation.duration").timer()).isNotNull();
  }

  @Test
  void spansGoWhereTheApplicationsGoAndItsTracingStaysOpen() {
    try (var running = start()) {
      running.pattern().values("registry").get("key");
    }
    assertThat(seen.names).contains("registry.get").doesNotContain("shut down");
  }

  @Test
  void driversPublishMetersUnderTheNameOfTheirBackend() {
    try (var running = start()) {
      assertThat(running.health().backendsUsable()).isTrue();
      assertThat(registry.get("fake_reconnects_total").tagKeys("backend").functionCounter().count())
          .isEqualTo(7);
    }
    assertThat(registry.find("fake_reconnects_total").functionCounter()).isNull();
  }

  @Test
  void ofTwoRunnersTheOneThatStopsTakesNothingFromTheOther() {
    Callable<String> plain = () -> "task";
    try (var staying = start()) {
      start().stop();
      assertThat(staying.health().backendsUsable()).isTrue();
      assertThat(Deadline.carry(plain)).as("the span goes along").isNotSameAs(plain);
    }
    assertThat(Deadline.carry(plain)).isSameAs(plain);
  }

  @Test
  void whatIsSwitchedOffIsNotPublishedToTheApplicationEither() {
    Runner<FakePattern> runner = stage.runner().meterRegistry(registry).openTelemetry(traces);
    String off =
        "{fake: {backends: {registry: {driver: fake}}},"
            + " observability: {metrics: {enabled: false}, tracing: {enabled: false}}}";
    try (var running = Stage.start(runner, off)) {
      running.pattern().values("registry").get("key");
    }
    assertThat(registry.getMeters()).isEmpty();
    assertThat(seen.names).isEmpty();
  }
}
