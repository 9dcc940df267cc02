package io.patternsdk.lifecycle;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import org.jspecify.annotations.Nullable;

/**
 * What the application that a pattern runs in has set up itself.
 *
 * @param meters where it publishes its meters; null for nowhere
 * @param traces how it traces; null if it does not
 */
record Host(@Nullable MeterRegistry meters, @Nullable OpenTelemetry traces) {
  static final Host NONE = new Host(null, null);
}
