package io.patternsdk.lifecycle;

import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.config.Placeholders;
import io.patternsdk.core.config.Problems;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.driver.DriverProvider;
import io.patternsdk.core.pattern.Pattern;
import io.patternsdk.core.pattern.PatternProvider;
import io.patternsdk.lifecycle.config.RunnerConfig;
import io.patternsdk.lifecycle.internal.yaml.YamlFile;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.MovableClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A runner with fakes round it. */
final class Stage {
  /** For what other threads do by themselves; ours is the clock. */
  static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));

  final MovableClock clock = MovableClock.create();
  final FakeBackend fake = new FakeBackend("fake");
  final Map<String, String> variables = new HashMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private DriverRegistry drivers = DriverRegistry.empty().with(fake);

  Stage with(DriverProvider driver) {
    drivers = drivers.with(driver);
    return this;
  }

  <P extends Pattern> Runner<P> runner(PatternProvider<P> provider) {
    return Runner.of(provider)
        .drivers(drivers)
        .clock(clock)
        .environment(variables::get)
        .out(new PrintStream(out, true, StandardCharsets.UTF_8))
        .err(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  Runner<FakePattern> runner() {
    return runner(FakePattern.Provider.standard());
  }

  /** A pattern that runs with a configuration for the pattern {@code fake}. */
  RunningPattern<FakePattern> start(String yaml) {
    return start(runner(), yaml);
  }

  static <P extends Pattern> RunningPattern<P> start(Runner<P> runner, String yaml) {
    try {
      return runner.start(config(yaml));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Runs something on a thread of its own. */
  static <T> CompletableFuture<T> async(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, Thread::startVirtualThread);
  }

  static RunnerConfig config(String yaml) {
    Problems problems = new Problems();
    Settings root =
        Settings.of(YamlFile.parse(yaml, "c.yaml", problems), Placeholders.of(Map.of()), problems);
    RunnerConfig config = RunnerConfig.from(root, Set.of("fake"));
    problems.throwIfAny();
    return config;
  }

  /** A backend for the slot of the standard pattern, and more lines at the root. */
  static String yaml(String more) {
    return "fake: {backends: {registry: {driver: fake}}" + more + "}";
  }

  static Path file(Path directory, String yaml) {
    try {
      return Files.writeString(directory.resolve("c.yaml"), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
