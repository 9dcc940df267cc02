package io.patternsdk.core.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A duration that fits in nanoseconds; one that does not is called too long, not malformed. */
record DurationShape(ScalarShape<Duration> scalar) implements Shape<Duration> {

  @Override
  public @Nullable Duration read(SettingsNode node, Place place) {
    Duration value = scalar.read(node, place);
    if (value == null || value.compareTo(Durations.LONGEST) <= 0) {
      return value;
    }
    String text = node instanceof SettingsNode.Scalar written ? place.quote(written) : "";
    String longest = Durations.format(Durations.LONGEST);
    place.note(node, "is " + text + ", longer than " + longest + ", the longest there is");
    return null;
  }

  @Override
  public String expected() {
    return scalar.expected();
  }

  @Override
  public Duration standIn() {
    return scalar.standIn();
  }

  @Override
  public String show(Duration value) {
    return scalar.show(value);
  }
}
