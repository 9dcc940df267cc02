package io.patternsdk.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.concurrency.fanin.FanIn;
import io.patternsdk.concurrency.fanin.FanInMeters;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class FanInMetersTest {
  private final PrometheusMetrics metrics = new PrometheusMetrics();

  private List<String> lines() {
    String type = PrometheusMetrics.contentType("");
    return metrics.scrape(type).lines().filter(line -> !line.startsWith("#")).toList();
  }

  @Test
  void everySourceShowsWhatItPassedAndWhetherItIsRead() {
    try (FanIn<String> merged =
        FanIn.<String>named("feeds")
            .source("a", List.of("1", "2").iterator())
            .source("b", List.<String>of().iterator())
            .start()) {
      FanInMeters.publish(metrics.meters(), merged);
      merged.forEachRemaining(item -> {});
    }
    assertThat(lines())
        .contains(
            "fan_in_items_total{fan_in=\"feeds\",source=\"a\"} 2.0",
            "fan_in_items_total{fan_in=\"feeds\",source=\"b\"} 0.0",
            "fan_in_items_waiting{fan_in=\"feeds\",source=\"a\"} 0.0",
            "fan_in_source_running{fan_in=\"feeds\",source=\"a\"} 0.0");
  }

  @Test
  void aSourceThatIsBeingReadShowsWhatWaits() throws Exception {
    CountDownLatch poured = new CountDownLatch(1);
    FanIn.Source<String> hanging =
        sink -> {
          sink.accept("1");
          sink.accept("2");
          poured.countDown();
          new CountDownLatch(1).await();
        };
    try (FanIn<String> merged = FanIn.<String>named("feeds").source("a", hanging).start()) {
      FanInMeters.publish(metrics.meters(), merged);
      poured.await();
      merged.next();
      assertThat(lines())
          .contains(
              "fan_in_items_total{fan_in=\"feeds\",source=\"a\"} 1.0",
              "fan_in_items_waiting{fan_in=\"feeds\",source=\"a\"} 1.0",
              "fan_in_source_running{fan_in=\"feeds\",source=\"a\"} 1.0");
    }
  }
}
