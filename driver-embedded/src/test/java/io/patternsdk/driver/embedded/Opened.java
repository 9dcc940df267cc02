package io.patternsdk.driver.embedded;

import io.patternsdk.core.Clock;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.driver.embedded.journal.EmbeddedLayout;
import java.nio.file.Path;

/** Embedded backends as tests open them. */
final class Opened {
  private Opened() {}

  static Backend memory(Clock clock) {
    return with(EmbeddedConfig.defaults(), clock);
  }

  static Backend file(Path path) {
    return file(path, Clock.system());
  }

  static Backend file(Path path, Clock clock) {
    return with(EmbeddedConfig.defaults().withPath(path), clock);
  }

  static Backend with(EmbeddedConfig config, Clock clock) {
    return on(EmbeddedLayout.FILES, config, clock);
  }

  static Backend on(String disk, EmbeddedConfig config, Clock clock) {
    DriverContext context = BackendOptions.named("test").clock(clock).toContext();
    return Backend.of(EmbeddedDriver.open(config, context, disk), context);
  }
}
