package io.patternsdk.concurrency.pipeline;

import io.patternsdk.core.Meters;
import java.util.function.ToDoubleFunction;

/**
 * Publishes how items flow through a pipeline, by pipeline and stage: the counters {@code
 * pipeline_items_in_total}, {@code pipeline_items_out_total}, {@code pipeline_items_failed_total},
 * {@code pipeline_items_skipped_total} and {@code pipeline_items_dead_lettered_total}, and the
 * gauges {@code pipeline_items_waiting} and, of stages that have a buffer, {@code
 * pipeline_buffer_items} and {@code pipeline_buffer_capacity}. By pipeline alone there is the
 * counter {@code pipeline_refused_total}.
 */
public final class PipelineMeters {
  private final Meters meters;
  private final Pipeline<?> pipeline;
  private final String stage;

  private PipelineMeters(Meters meters, Pipeline<?> pipeline, String stage) {
    this.meters = meters;
    this.pipeline = pipeline;
    this.stage = stage;
  }

  /** Publishes a pipeline, in place of an earlier one of the same name. */
  public static void publish(Meters meters, Pipeline<?> pipeline) {
    meters.total(
        "pipeline_refused_total",
        "Items refused",
        () -> pipeline.snapshot().refused(),
        "pipeline",
        pipeline.name());
    for (StageSnapshot stage : pipeline.snapshot().stages()) {
      new PipelineMeters(meters, pipeline, stage.name()).publish(stage.capacity() > 0);
    }
  }

  private void publish(boolean buffered) {
    total("pipeline_items_in_total", "Items that have come", StageSnapshot::in);
    total("pipeline_items_out_total", "Items handed on", StageSnapshot::out);
    total("pipeline_items_failed_total", "Items that stopped it", StageSnapshot::failed);
    total("pipeline_items_skipped_total", "Failed items left out", StageSnapshot::skipped);
    total("pipeline_items_dead_lettered_total", "Dead letters", StageSnapshot::deadLettered);
    gauge("pipeline_items_waiting", "Items before it and at work", StageSnapshot::waiting);
    if (buffered) {
      gauge("pipeline_buffer_items", "Items before it", StageSnapshot::buffered);
      gauge("pipeline_buffer_capacity", "Items that fit before it", StageSnapshot::capacity);
    }
  }

  private void total(String name, String help, ToDoubleFunction<StageSnapshot> value) {
    meters.total(name, help, () -> read(value), "pipeline", pipeline.name(), "stage", stage);
  }

  private void gauge(String name, String help, ToDoubleFunction<StageSnapshot> value) {
    meters.gauge(name, help, () -> read(value), "pipeline", pipeline.name(), "stage", stage);
  }

  private double read(ToDoubleFunction<StageSnapshot> value) {
    return value.applyAsDouble(pipeline.snapshot().stage(stage));
  }
}
