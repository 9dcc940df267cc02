package io.patternsdk.driver.embedded;

import io.patternsdk.core.Clock;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.driver.embedded.journal.EmbeddedLayout;
import java.nio.file.Path;
import java.util.Map;

/** Embedded backends as tests open them. */
final class Opened {
  private Opened() {}

  static Backend memory(Clock clock) {
    return with(Map.of(), clock);
  }

  static Backend file(Path path) {
    return file(path, Clock.system());
  }

  static Backend file(Path path, Clock clock) {
    return with(Map.of("path", path.toString()), clock);
  }

  static Backend with(Map<String, ?> settings, Clock clock) {
    return on(EmbeddedLayout.FILES, settings, clock);
  }

  static Backend on(String disk, Map<String, ?> settings, Clock clock) {
    DriverContext context =
        BackendOptions.named("test").clock(clock).settings(settings).toContext();
    return Backend.of(new EmbeddedDriverProvider(disk).open(context), context);
  }
}
