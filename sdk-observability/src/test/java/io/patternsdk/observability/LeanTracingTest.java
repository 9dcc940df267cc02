package io.patternsdk.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLClassLoader;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who leaves a sender out learns at the start which artifact has it. */
class LeanTracingTest {

  private static List<?> without(String... left) throws Exception {
    try (URLClassLoader lean =
        FreshLoader.of(entry -> Stream.of(left).noneMatch(entry::contains))) {
      Object tracing = lean.loadClass(LeanTracing.class.getName()).getConstructor().newInstance();
      return (List<?>) ((Supplier<?>) tracing).get();
    }
  }

  @Test
  void withoutOkHttpSpansGoOverHttpAndTheArtifactForGrpcIsNamed() throws Exception {
    List<?> started = without("sender-okhttp", "okhttp", "okio", "kotlin");
    assertThat(started.getFirst()).isEqualTo("started");
    assertThat((String) started.getLast())
        .contains("no sender is on the class path")
        .contains("io.opentelemetry:opentelemetry-exporter-sender-okhttp")
        .contains("observability.tracing.protocol");
  }

  @Test
  void withoutAnySenderTheOneForHttpIsNamed() throws Exception {
    assertThat((String) without("sender-").getFirst())
        .contains("io.opentelemetry:opentelemetry-exporter-sender-jdk");
  }
}
