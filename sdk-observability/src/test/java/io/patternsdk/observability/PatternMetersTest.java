package io.patternsdk.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PatternMetersTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final PatternMeters meters = new PatternMeters(registry);

  @Test
  void aCounterOfTheSameNameAndLabelsIsTheSame() {
    meters.counter("sent_total", "Sent", "to", "a").accept(2);
    meters.counter("sent_total", "Sent", "to", "a").accept(3);
    meters.counter("sent_total", "Sent", "to", "b").accept(10);
    assertThat(registry.get("sent_total").tag("to", "a").counter().count()).isEqualTo(5);
    assertThat(registry.get("sent_total").tag("to", "b").counter().count()).isEqualTo(10);
  }

  @Test
  void aDistributionHasItsCountItsSumAndWhatWasNotAboveEachBound() {
    double[] bounds = {1, 10};
    meters.distribution("size_bytes", "Size", bounds, "of", "a").accept(1);
    meters.distribution("size_bytes", "Size", bounds, "of", "a").accept(5);
    meters.labelled("of", "b").distribution("size_bytes", "Size", bounds).accept(100);
    DistributionSummary summary = registry.get("size_bytes").tag("of", "a").summary();
    assertThat(summary.count()).isEqualTo(2);
    assertThat(summary.totalAmount()).isEqualTo(6);
    assertThat(summary.takeSnapshot().histogramCounts())
        .extracting(CountAtBucket::bucket, CountAtBucket::count)
        .containsExactly(tuple(1.0, 1.0), tuple(10.0, 2.0));
    assertThat(registry.get("size_bytes").tag("of", "b").summary().totalAmount()).isEqualTo(100);
  }

  @Test
  void aValueThatIsPublishedAgainIsReadAnewAndTheOthersStay() {
    AtomicInteger now = new AtomicInteger(1);
    meters.gauge("size", "Size", () -> -1, "of", "a");
    meters.gauge("size", "Size", () -> 9, "of", "b");
    meters.gauge("size", "Size", now::get, "of", "a");
    now.set(2);
    assertThat(registry.get("size").tag("of", "a").gauge().value()).isEqualTo(2);
    assertThat(registry.get("size").tag("of", "b").gauge().value()).isEqualTo(9);
  }

  @Test
  void closingTakesOutWhatIsReadOfUsAndNothingElse() {
    PatternMeters others = new PatternMeters(registry);
    meters.gauge("size", "Size", () -> 1, "of", "a");
    meters.gauge("size", "Size", () -> 1, "of", "b");
    meters.total("done_total", "Done", () -> 1);
    meters.counter("sent_total", "Sent").accept(3);
    others.gauge("size", "Size", () -> 2, "of", "b");
    meters.close();
    assertThat(registry.find("size").tag("of", "a").gauge()).isNull();
    assertThat(registry.find("done_total").functionCounter()).isNull();
    assertThat(registry.get("size").tag("of", "b").gauge().value()).isEqualTo(2);
    assertThat(registry.get("sent_total").counter().count()).isEqualTo(3);
  }

  @Test
  void aCountThatIsKeptElsewhereIsReadAnew() {
    AtomicInteger now = new AtomicInteger(1);
    meters.total("done_total", "Done", () -> 100, "of", "a");
    meters.total("done_total", "Done", now::get, "of", "a");
    now.set(7);
    assertThat(registry.get("done_total").tag("of", "a").functionCounter().count()).isEqualTo(7);
  }
}
