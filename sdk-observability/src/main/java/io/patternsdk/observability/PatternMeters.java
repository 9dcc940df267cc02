package io.patternsdk.observability;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.patternsdk.core.Meters;
import java.util.function.DoubleSupplier;
import java.util.function.LongConsumer;

/** The meters of a pattern, published to a registry. */
public record PatternMeters(MeterRegistry registry) implements Meters {

  @Override
  public LongConsumer counter(String name, String help, String... labels) {
    Counter counter = Counter.builder(name).description(help).tags(labels).register(registry);
    return counter::increment;
  }

  @Override
  public void gauge(String name, String help, DoubleSupplier value, String... labels) {
    forget(name, labels);
    Gauge.builder(name, value::getAsDouble).description(help).tags(labels).register(registry);
  }

  @Override
  public void total(String name, String help, DoubleSupplier value, String... labels) {
    forget(name, labels);
    // A counter of this kind holds its object weakly: the registry lives as long as it does.
    FunctionCounter.builder(name, registry, unused -> value.getAsDouble())
        .description(help)
        .tags(labels)
        .register(registry);
  }

  /** What reads a value is kept by the first who asks for a name, and the last is to win. */
  private void forget(String name, String... labels) {
    registry.removeByPreFilterId(new Meter.Id(name, Tags.of(labels), null, null, Meter.Type.OTHER));
  }
}
