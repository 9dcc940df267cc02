package io.patternsdk.observability;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.patternsdk.concurrency.Pipeline;
import io.patternsdk.concurrency.StageSnapshot;
import java.util.function.ToDoubleFunction;

/**
 * Publishes how items flow through a pipeline, by pipeline and stage: the counters {@code
 * pipeline_items_in_total}, {@code pipeline_items_out_total}, {@code pipeline_items_failed_total},
 * {@code pipeline_items_skipped_total} and {@code pipeline_items_dead_lettered_total}, and the
 * gauges {@code pipeline_items_waiting} and, of stages that have a buffer, {@code
 * pipeline_buffer_items} and {@code pipeline_buffer_capacity}.
 */
public final class PipelineMeters {
  private final MeterRegistry registry;
  private final Pipeline<?> pipeline;
  private final String stage;
  private final Tags tags;

  private PipelineMeters(MeterRegistry registry, Pipeline<?> pipeline, String stage) {
    this.registry = registry;
    this.pipeline = pipeline;
    this.stage = stage;
    this.tags = Tags.of("pipeline", pipeline.name(), "stage", stage);
  }

  /**
   * Publishes a pipeline, in place of an earlier one of the same name. What is published does not
   * keep the pipeline from being collected.
   */
  public static void publish(MeterRegistry registry, Pipeline<?> pipeline) {
    for (StageSnapshot stage : pipeline.snapshot().stages()) {
      new PipelineMeters(registry, pipeline, stage.name()).publish(stage.capacity() > 0);
    }
  }

  private void publish(boolean buffered) {
    counter("pipeline_items_in_total", "Items that have come", StageSnapshot::in);
    counter("pipeline_items_out_total", "Items handed on", StageSnapshot::out);
    counter("pipeline_items_failed_total", "Items that stopped it", StageSnapshot::failed);
    counter("pipeline_items_skipped_total", "Failed items left out", StageSnapshot::skipped);
    counter("pipeline_items_dead_lettered_total", "Dead letters", StageSnapshot::deadLettered);
    gauge("pipeline_items_waiting", "Items before it and at work", StageSnapshot::waiting);
    if (buffered) {
      gauge("pipeline_buffer_items", "Items before it", StageSnapshot::buffered);
      gauge("pipeline_buffer_capacity", "Items that fit before it", StageSnapshot::capacity);
    }
  }

  private void counter(String name, String help, ToDoubleFunction<StageSnapshot> value) {
    forget(name);
    FunctionCounter.builder(name, pipeline, read(value))
        .description(help)
        .tags(tags)
        .register(registry);
  }

  private void gauge(String name, String help, ToDoubleFunction<StageSnapshot> value) {
    forget(name);
    Gauge.builder(name, pipeline, read(value)).description(help).tags(tags).register(registry);
  }

  private ToDoubleFunction<Pipeline<?>> read(ToDoubleFunction<StageSnapshot> value) {
    String name = stage;
    return flow -> value.applyAsDouble(flow.snapshot().stage(name));
  }

  private void forget(String name) {
    registry.find(name).tags(tags).meters().forEach(registry::remove);
  }
}
