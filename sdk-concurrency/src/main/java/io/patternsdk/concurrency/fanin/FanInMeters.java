package io.patternsdk.concurrency.fanin;

import io.patternsdk.core.Meters;
import java.util.List;

/**
 * Publishes what a fan-in has merged, by fan-in and source: the counter {@code fan_in_items_total},
 * and the gauges {@code fan_in_items_waiting} and {@code fan_in_source_running}, which is 1 or 0.
 */
public final class FanInMeters {
  private FanInMeters() {}

  /** Publishes a fan-in, in place of an earlier one of the same name. */
  public static void publish(Meters meters, FanIn<?> fanIn) {
    List<SourceSnapshot> sources = fanIn.snapshot();
    for (int i = 0; i < sources.size(); i++) {
      publish(meters, fanIn, i, sources.get(i).name());
    }
  }

  private static void publish(Meters meters, FanIn<?> fanIn, int index, String source) {
    String[] labels = {"fan_in", fanIn.name(), "source", source};
    meters.total(
        "fan_in_items_total",
        "Items handed out",
        () -> fanIn.snapshot().get(index).passed(),
        labels);
    meters.gauge(
        "fan_in_items_waiting",
        "Items read and not handed out",
        () -> fanIn.snapshot().get(index).waiting(),
        labels);
    meters.gauge(
        "fan_in_source_running",
        "Whether the source is being read",
        () -> fanIn.snapshot().get(index).state() == SourceState.RUNNING ? 1 : 0,
        labels);
  }
}
