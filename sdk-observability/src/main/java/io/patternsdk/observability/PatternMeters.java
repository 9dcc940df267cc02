package io.patternsdk.observability;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.patternsdk.core.pattern.Meters;
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
    Gauge.builder(name, value::getAsDouble).description(help).tags(labels).register(registry);
  }

  @Override
  public void total(String name, String help, DoubleSupplier value, String... labels) {
    // A counter of this kind holds its object weakly: the registry lives as long as it does.
    FunctionCounter.builder(name, registry, unused -> value.getAsDouble())
        .description(help)
        .tags(labels)
        .register(registry);
  }
}
