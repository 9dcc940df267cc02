package io.patternsdk.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.patternsdk.concurrency.pipeline.OnFailure;
import io.patternsdk.concurrency.pipeline.Pipeline;
import io.patternsdk.concurrency.pipeline.PipelineMeters;
import io.patternsdk.core.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PipelineMetersTest {
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final PatternMeters meters = new PatternMeters(registry);

  private static Pipeline<String> pipeline() {
    return Pipeline.<String>named("cdc")
        .onFailure(OnFailure.skip())
        .buffer(7)
        .map("parse", Integer::valueOf)
        .into("deliver", n -> {});
  }

  private double value(String name, String stage) {
    Meter meter = registry.get(name).tags("pipeline", "cdc", "stage", stage).meter();
    return meter.measure().iterator().next().getValue();
  }

  @Test
  void everyStageIsCounted() {
    Pipeline<String> pipeline = pipeline();
    PipelineMeters.publish(meters, pipeline);
    pipeline.run(List.of("1", "2", "x"));
    assertThat(value("pipeline_items_in_total", "parse")).isEqualTo(3);
    assertThat(value("pipeline_items_skipped_total", "parse")).isEqualTo(1);
    assertThat(value("pipeline_items_failed_total", "parse")).isZero();
    assertThat(value("pipeline_items_dead_lettered_total", "parse")).isZero();
    assertThat(value("pipeline_items_out_total", "parse")).isEqualTo(2);
    assertThat(value("pipeline_items_in_total", "deliver")).isEqualTo(2);
    assertThat(value("pipeline_items_waiting", "parse")).isZero();
  }

  @Test
  void whatWasRefusedIsCounted() {
    try (Pipeline<String> pipeline = pipeline()) {
      PipelineMeters.publish(meters, pipeline);
      Deadline.within(Duration.ZERO, () -> pipeline.trySubmit("1"));
      Meter refused = registry.get("pipeline_refused_total").tags("pipeline", "cdc").meter();
      assertThat(refused.measure().iterator().next().getValue()).isEqualTo(1);
    }
  }

  @Test
  void everyStageShowsWhatHasBecomeOfItsItems() {
    Pipeline<String> pipeline =
        Pipeline.<String>named("cdc")
            .onFailure(OnFailure.deadLetter(letter -> {}))
            .map("parse", Integer::valueOf)
            .onFailure(OnFailure.stop())
            .into("deliver", n -> Integer.parseInt("x" + n));
    PipelineMeters.publish(meters, pipeline);
    pipeline.run(List.of("x", "x", "1", "2", "3", "4"));
    assertThat(value("pipeline_items_dead_lettered_total", "parse")).isEqualTo(2);
    assertThat(value("pipeline_items_skipped_total", "parse")).isZero();
    assertThat(value("pipeline_items_failed_total", "deliver")).isEqualTo(1);
    double unfinished = pipeline.cancel().unfinished().size();
    assertThat(value("pipeline_items_waiting", "parse")).isEqualTo(unfinished);
  }

  @Test
  void aStageThatIsAtWorkShowsWhatWaitsBeforeIt() throws Exception {
    CountDownLatch atWork = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    Pipeline<Integer> pipeline =
        Pipeline.<Integer>named("cdc")
            .into(
                "deliver",
                n -> {
                  atWork.countDown();
                  gate.await();
                });
    PipelineMeters.publish(meters, pipeline);
    List.of(1, 2, 3).forEach(pipeline::submit);
    atWork.await();
    assertThat(value("pipeline_buffer_items", "deliver")).isEqualTo(2);
    assertThat(value("pipeline_items_waiting", "deliver")).isEqualTo(3);
    gate.countDown();
    pipeline.close();
  }

  @Test
  void onlyStagesWithABufferShowIt() {
    try (Pipeline<String> pipeline = pipeline()) {
      PipelineMeters.publish(meters, pipeline);
      assertThat(value("pipeline_buffer_capacity", "parse")).isEqualTo(7);
      assertThat(value("pipeline_buffer_items", "parse")).isZero();
      assertThat(registry.find("pipeline_buffer_items").tags("stage", "deliver").meter()).isNull();
    }
  }

  @Test
  void theNextPipelineOfANameTakesItsPlace() {
    Pipeline<String> first = pipeline();
    PipelineMeters.publish(meters, first);
    first.run(List.of("1"));
    Pipeline<String> second = pipeline();
    PipelineMeters.publish(meters, second);
    second.run(List.of("1", "2"));
    assertThat(value("pipeline_items_in_total", "parse")).isEqualTo(2);
  }
}
