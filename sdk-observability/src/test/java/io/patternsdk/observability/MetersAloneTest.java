package io.patternsdk.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLClassLoader;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who wants meters needs micrometer, and neither OpenTelemetry nor Prometheus. */
class MetersAloneTest {

  private static boolean needed(String entry) {
    return Stream.of(
            "sdk-core",
            "sdk-concurrency",
            "sdk-observability",
            "micrometer-core-",
            "micrometer-commons-",
            "micrometer-observation-",
            "HdrHistogram",
            "LatencyUtils",
            "jspecify")
        .anyMatch(entry::contains);
  }

  @Test
  void metersWorkWithMicrometerAlone() throws Exception {
    try (URLClassLoader bare = FreshLoader.of(MetersAloneTest::needed)) {
      for (String absent :
          new String[] {
            "io.opentelemetry.api.trace.Span",
            "io.micrometer.prometheusmetrics.PrometheusMeterRegistry"
          }) {
        assertThatThrownBy(() -> bare.loadClass(absent)).isInstanceOf(ClassNotFoundException.class);
      }
      Object alone = bare.loadClass(MetersAlone.class.getName()).getConstructor().newInstance();
      assertThat((Object) ((Supplier<?>) alone).get()).isEqualTo("state 2.0, calls 1.0");
    }
  }
}
