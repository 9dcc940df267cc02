package io.patternsdk.cdc;

import io.patternsdk.core.config.Settings;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** Reads which step of the user's own there is. */
final class StepSettings {
  private static final String NAME = "name";

  private StepSettings() {}

  /** Returns the step that the settings name; one that changes nothing where they name none. */
  static ChangeStep read(Settings settings) {
    Settings step = settings.section("step");
    if (!step.present()) {
      return Optional::of;
    }
    TreeMap<String, ChangeStepProvider> there = new TreeMap<>();
    ServiceLoader.load(ChangeStepProvider.class).forEach(each -> there.put(each.name(), each));
    String name = step.string(NAME).required();
    Settings own = step.section("settings");
    ChangeStepProvider provider = there.get(name);
    if (provider == null) {
      step.problem(
          NAME,
          "is no step on the class path: " + name,
          there.isEmpty() ? "there is none" : "one of " + there.keySet());
      return Optional::of;
    }
    return provider.create(own);
  }
}
