package io.patternsdk.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.testkit.Eventually;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What Prometheus reads of the store. */
class MetricsTest {
  @Test
  void operationsTheirTimesSizesEndsAndWhatIsThereAreScraped() {
    try (Served served = Served.with("observability: {metrics: {port: 0}}\n")) {
      String at = served.created("{\"principal\":\"ann\"}");
      served.created("{}");
      served.calls.put(at + "/attributes/a", "{\"value\":\"" + "x".repeat(900) + "\"}").ok();
      served.calls.get("/v1/sessions/none").problem(404, "not_found", "no such session");
      Eventually.within(Duration.ofMinutes(1))
          .check(() -> assertThat(served.metric("session_store_sessions_active ")).isEqualTo(2));
      served.calls.delete(at).ok();
      assertThat(served.metric("session_store_operations_total{operation=\"create\"}"))
          .isEqualTo(2);
      assertThat(served.metric("session_store_operations_total{operation=\"get\"}")).isEqualTo(1);
      String latency = "session_store_operation_latency_seconds";
      assertThat(served.metric(latency + "_count{operation=\"create\"}")).isEqualTo(2);
      assertThat(served.metric(latency + "_sum{operation=\"set\"}")).isPositive();
      assertThat(served.metric(latency + "_bucket{operation=\"set\",le=\"+Inf\"}")).isEqualTo(1);
      assertThat(served.metric("session_store_size_bytes_bucket{le=\"256.0\"}")).isEqualTo(2);
      assertThat(served.metric("session_store_size_bytes_bucket{le=\"1024.0\"}")).isEqualTo(3);
      assertThat(served.metric("session_store_destroyed_total{reason=\"deleted\"}")).isEqualTo(1);
    }
  }
}
