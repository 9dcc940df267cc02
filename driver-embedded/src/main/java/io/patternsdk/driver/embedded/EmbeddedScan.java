package io.patternsdk.driver.embedded;

import io.patternsdk.core.capability.Entry;
import io.patternsdk.core.capability.KeyValueScan;
import io.patternsdk.core.capability.Scan;
import java.util.Map;
import java.util.stream.Stream;

/** Keys in their order as Java strings. */
final class EmbeddedScan implements KeyValueScan {
  private static final int PAGE = 1_000;

  private final Values values;

  EmbeddedScan(Values values) {
    this.values = values;
  }

  @Override
  public Scan<String> keys(String prefix) {
    return new Pages<>(values, () -> under(prefix).iterator(), PAGE, Map.Entry::getKey);
  }

  @Override
  public Scan<Entry> entries(String prefix) {
    return new Pages<>(
        values,
        () -> under(prefix).iterator(),
        PAGE,
        entry -> new Entry(entry.getKey(), entry.getValue().value()));
  }

  @Override
  public long count(String prefix) {
    return under(prefix).count();
  }

  private Stream<Map.Entry<String, Stored>> under(String prefix) {
    return values.from(prefix, true).entrySet().stream()
        .takeWhile(entry -> entry.getKey().startsWith(prefix))
        .filter(entry -> values.live(entry.getValue()) != null);
  }
}
