package io.patternsdk.lifecycle.config;

import io.patternsdk.core.config.Settings;
import java.util.Collection;
import java.util.SequencedMap;

/**
 * Everything that a configuration file says.
 *
 * <pre>{@code
 * Problems problems = new Problems();
 * Settings root = Settings.of(YamlFile.read(file, problems), Placeholders.system(), problems);
 * RunnerConfig config = RunnerConfig.from(root, Set.of("multicast-registry"));
 * problems.throwIfAny();
 * }</pre>
 *
 * @param pattern which pattern is meant
 * @param lifecycle how long starting and stopping may take
 * @param slots what the file says of slots, by name; a slot that is not mentioned has {@link
 *     #slot}'s defaults
 * @param concurrency workers, and the guard of every slot that says nothing of its own
 * @param settings the pattern's own settings, unread
 * @param backends by name, in the order of the file
 * @param observability metrics, tracing and logging
 * @param http the pattern's routes and its health
 */
public record RunnerConfig(
    PatternConfig pattern,
    LifecycleConfig lifecycle,
    SequencedMap<String, SlotConfig> slots,
    ConcurrencyConfig concurrency,
    Settings settings,
    SequencedMap<String, BackendConfig> backends,
    ObservabilityConfig observability,
    HttpConfig http) {

  /** Copies the maps. */
  public RunnerConfig {
    slots = Ordered.copy(slots);
    backends = Ordered.copy(backends);
  }

  /**
   * Reads a whole file in any of its forms, and notes what is wrong in {@link Settings#problems},
   * unknown settings included; {@link #settings} and the {@code config} of backends are left to
   * those who know them.
   *
   * @param patterns the names of the patterns that can be run; {@code -} and {@code _} are alike
   */
  public static RunnerConfig from(Settings root, Collection<String> patterns) {
    FileForm form = FileForm.of(root, patterns);
    Settings body = form.body();
    ConcurrencyConfig concurrency = ConcurrencyConfig.from(body.section("concurrency"));
    SequencedMap<String, BackendConfig> backends =
        Ordered.map(form.backends().sections("backends"), BackendConfig::from);
    SequencedMap<String, SlotConfig> slots =
        Ordered.map(
            body.sections("slots"), (name, s) -> SlotConfig.from(name, s, concurrency.guard()));
    RunnerConfig config =
        new RunnerConfig(
            form.pattern(),
            LifecycleConfig.from(body.section("lifecycle")),
            slots,
            concurrency,
            body.deferred("settings"),
            backends,
            ObservabilityConfig.from(root.section("observability")),
            HttpConfig.from(root.section("http")));
    CrossChecks.of(config, root);
    root.done();
    return config;
  }

  /** What the file says of a slot, or the defaults where it does not mention it. */
  public SlotConfig slot(String name) {
    SlotConfig slot = slots.get(name);
    return slot == null ? SlotConfig.absent(name, pattern, concurrency.guard()) : slot;
  }
}
