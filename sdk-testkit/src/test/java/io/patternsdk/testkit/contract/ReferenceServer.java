package io.patternsdk.testkit.contract;

import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverContext;
import java.util.List;
import java.util.Set;

/** What reference drivers share, and what is wrong with it. */
final class ReferenceServer {
  private final ReferenceValues values = new ReferenceValues(this);
  private final ReferenceTopics topics = new ReferenceTopics(this);
  private final Set<Flaw> flaws;

  ReferenceServer(Flaw... flaws) {
    this.flaws = Set.of(flaws);
  }

  boolean has(Flaw flaw) {
    return flaws.contains(flaw);
  }

  Driver connect(DriverContext context) {
    if (!has(Flaw.SETTINGS_ARE_IGNORED)) {
      context.settings().read(settings -> settings.string("unused").optional());
    }
    return new ReferenceDriver(this, List.of(values, topics));
  }
}
