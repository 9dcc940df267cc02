package io.patternsdk.lifecycle;

import io.patternsdk.core.ByteBudget;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Envelope;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Placeholders.Environment;
import io.patternsdk.core.config.Problems;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.pattern.Pattern;
import io.patternsdk.core.pattern.PatternProvider;
import io.patternsdk.lifecycle.Stopping.Closing;
import io.patternsdk.lifecycle.config.BackendConfig;
import io.patternsdk.lifecycle.config.RunnerConfig;
import io.patternsdk.lifecycle.internal.calls.StopClock;
import io.patternsdk.lifecycle.internal.drivers.DriverClassPath;
import io.patternsdk.lifecycle.internal.drivers.DriverJars;
import io.patternsdk.lifecycle.internal.drivers.InstalledDrivers;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * From a configuration to a running pattern, step by step; a step that fails undoes those before.
 */
record Launch<P extends Pattern>(
    PatternProvider<P> provider,
    List<RunnerService<P>> services,
    DriverRegistry drivers,
    InstalledDrivers installed,
    Clock clock,
    Environment environment,
    Host host) {
  private static final Logger LOG = System.getLogger(Runner.class.getName());

  /** The same with the drivers of a directory beside the others. */
  Launch<P> withDriversOf(Path directory) {
    return with(DriverJars.add(drivers, directory));
  }

  /** The same with those installed drivers that a configuration names and nothing has loaded. */
  Launch<P> withInstalled(RunnerConfig config, boolean dev) {
    DriverRegistry more = drivers;
    for (String driver : missing(config, dev)) {
      more = DriverJars.add(more, installed, driver);
    }
    return with(more);
  }

  /** Why such drivers have a class loader of their own, a line for each. */
  List<String> apart(RunnerConfig config, boolean dev) {
    NavigableSet<String> missing = missing(config, dev);
    Map<String, String> why = DriverClassPath.of(installed, named(config, dev)).apart();
    return missing.stream()
        .map(
            driver ->
                "driver "
                    + driver
                    + " has a class loader of its own: "
                    + why.getOrDefault(driver, "it is not on the class path"))
        .toList();
  }

  private NavigableSet<String> missing(RunnerConfig config, boolean dev) {
    NavigableSet<String> missing = named(config, dev);
    missing.retainAll(installed.names());
    missing.removeAll(drivers.names());
    return missing;
  }

  private static NavigableSet<String> named(RunnerConfig config, boolean dev) {
    NavigableSet<String> named = new TreeSet<>(dev ? List.of(Planner.EMBEDDED) : List.of());
    config.backends().values().forEach(backend -> named.add(backend.driver().value()));
    return named;
  }

  private Launch<P> with(DriverRegistry more) {
    return new Launch<>(provider, services, more, installed, clock, environment, host);
  }

  /** Decides what fills what, and notes all that is wrong; opens nothing. */
  SlotPlan plan(RunnerConfig config, boolean dev, Problems problems) {
    SlotPlan plan = new Planner(provider.slots(), config, drivers, installed, dev, problems).plan();
    List<BackendConfig> right = new ArrayList<>();
    for (BackendConfig backend : plan.backends().values()) {
      if (passes(
          problems, () -> drivers.check(backend.driver().value(), options(config, backend)))) {
        right.add(backend);
      }
    }
    passes(problems, () -> exclusive(config, right));
    passes(problems, () -> provider.check(config.settings()));
    return plan;
  }

  /** Refuses that two backends hold what only one of them can, such as a file. */
  private void exclusive(RunnerConfig config, List<BackendConfig> backends) {
    Problems twice = new Problems();
    Map<String, BackendConfig> holders = new HashMap<>();
    for (BackendConfig backend : backends) {
      DriverContext context = options(config, backend).toContext();
      drivers.find(backend.driver().value()).stream()
          .flatMap(driver -> driver.exclusive(context).stream())
          .forEach(
              held -> {
                String key = backend.driver().value() + " " + held.value();
                BackendConfig other = holders.putIfAbsent(key, backend);
                if (other != null) {
                  twice.note(
                      held.problem(
                          "is that of the backend " + other.name().value() + " too",
                          "expected another one, or one backend for both slots"));
                }
              });
    }
    twice.throwIfAny();
  }

  /** Whether a check finds nothing; what it finds is noted. */
  private static boolean passes(Problems problems, Runnable check) {
    try {
      check.run();
      return true;
    } catch (ConfigException e) {
      problems.noteAll(e.problems());
      return false;
    }
  }

  /** Starts everything. */
  LivePattern<P> start(RunnerConfig config, SlotPlan plan) throws InterruptedException {
    Preparation preparation = Preparation.begin(services, config);
    Made<P> made = make(config, plan);
    Deque<Closing> undo = made.closings(config, clock);
    try {
      preparation.await();
      made.lines().forEach(line -> LOG.log(Level.INFO, line));
      made.live().pattern().start();
      for (RunnerService<P> service : services) {
        undo.push(new Closing("the service " + service.name(), service::close));
        LOG.log(Level.INFO, service.name() + ": " + service.start(made.live()));
      }
      made.live().running();
      made.failures().to(made.live()::fail);
      return made.live();
    } catch (InterruptedException | RuntimeException | Error e) {
      Undo.all(e, undo);
      throw e;
    }
  }

  /** Makes everything and starts nothing, looks at the backends' health once, and ends it. */
  HealthReport trial(RunnerConfig config, SlotPlan plan) throws InterruptedException {
    Made<P> made = make(config, plan);
    try {
      made.lines().forEach(line -> LOG.log(Level.INFO, line));
      made.watch().look();
      return made.watch().report(Phase.RUNNING);
    } finally {
      made.closings(config, clock).forEach(Closing::quietly);
    }
  }

  /** Opens the backends, asks what they guarantee, and closes them. */
  GuaranteeReport guarantees(RunnerConfig config, SlotPlan plan) throws InterruptedException {
    Deque<Closing> closings = new ArrayDeque<>();
    try {
      Telemetry telemetry = Telemetry.open(config, environment, host);
      closings.push(new Closing("telemetry", telemetry::close));
      ByteBudget budget = ByteBudget.of(config.concurrency().bufferMemory());
      OpenBackends backends = OpenBackends.open(plan, openers(config, plan, telemetry, budget));
      backends.closings().forEach(closings::push);
      Offers offers = new Offers(drivers, installed, new Problems());
      return GuaranteeReport.of(provider, plan, backends, offers);
    } finally {
      closings.forEach(Closing::quietly);
    }
  }

  private Made<P> make(RunnerConfig config, SlotPlan plan) throws InterruptedException {
    Deque<Closing> closings = new ArrayDeque<>();
    try {
      Telemetry telemetry = Telemetry.open(config, environment, host);
      closings.push(new Closing("telemetry", telemetry::close));
      ByteBudget budget = ByteBudget.of(config.concurrency().bufferMemory());
      telemetry.waiting(budget);
      OpenBackends backends = OpenBackends.open(plan, openers(config, plan, telemetry, budget));
      backends.closings().forEach(closings::push);
      StopClock guardClock = new StopClock(clock);
      FilledSlots slots = FilledSlots.fill(plan, backends, drivers, telemetry, guardClock);
      FailureRelay failures = new FailureRelay();
      P pattern =
          provider.create(
              new RunnerContext(config, slots, clock, budget, telemetry.meters(), failures));
      HealthWatch watch = new HealthWatch(config, pattern, slots, clock);
      Stopping stopping =
          new Stopping(config.lifecycle(), pattern, services, clock, List.copyOf(closings));
      LivePattern<P> live =
          new LivePattern<>(
              pattern,
              config,
              clock,
              budget,
              telemetry,
              watch,
              () -> {
                backends.expectNoMore();
                guardClock.stopWithin(config.lifecycle().untilInterrupted());
              },
              stopping);
      return new Made<>(backends, slots, watch, live, failures, closings);
    } catch (InterruptedException | RuntimeException | Error e) {
      Undo.all(e, closings);
      throw e;
    }
  }

  /** What has been made and not yet started. */
  private record Made<P extends Pattern>(
      OpenBackends backends,
      FilledSlots slots,
      HealthWatch watch,
      LivePattern<P> live,
      FailureRelay failures,
      Deque<Closing> backwards) {

    /** What ends it again, in this order. */
    Deque<Closing> closings(RunnerConfig config, Clock clock) {
      Duration limit = config.lifecycle().gracefulTimeout();
      Deque<Closing> all = new ArrayDeque<>(backwards);
      all.push(
          new Closing("the pattern", () -> live.pattern().shutdown(Deadline.after(limit, clock))));
      all.push(new Closing("the watch of health", watch::close));
      all.push(new Closing("the backends that come late", backends::expectNoMore));
      return all;
    }

    /** One line for each member that is open on what fills it. */
    List<String> lines() {
      return slots.all().stream()
          .flatMap(member -> backends.named(member.backendName()).map(member::line).stream())
          .toList();
    }
  }

  private List<Opener> openers(
      RunnerConfig config, SlotPlan plan, Telemetry telemetry, ByteBudget budget) {
    return plan.backends().values().stream()
        .map(
            backend ->
                new Opener(
                    backend,
                    options(config, backend)
                        .meters(telemetry.meters().labelled("backend", backend.name().value()))
                        .budget(budget),
                    drivers,
                    clock,
                    config.lifecycle().startupTimeout()))
        .toList();
  }

  private BackendOptions options(RunnerConfig config, BackendConfig backend) {
    return BackendOptions.named(backend.name().value())
        .settings(backend.config())
        .namespace(backend.namespace().orElse(config.pattern().name()))
        .envelope(
            switch (backend.format()) {
              case ENVELOPE -> Envelope.standard();
              case RAW -> Envelope.raw();
            })
        .operationTimeout(backend.operationTimeout())
        .clock(clock);
  }

  /** Takes back what was done before a failure. */
  static final class Undo {
    private static final Logger LOG = System.getLogger(Runner.class.getName());

    private Undo() {}

    /**
     * Takes all steps in their order. One that fails keeps no other from being taken; it is logged
     * and suppressed by the failure that all this is about. An interrupt is put off until the end.
     */
    static void all(Throwable failure, Collection<Closing> steps) {
      boolean interrupted = Thread.interrupted();
      steps.forEach(step -> one(failure, step));
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    private static void one(Throwable failure, Closing step) {
      try {
        step.close().run();
      } catch (RuntimeException | Error e) {
        LOG.log(Level.WARNING, "closing " + step.name() + " failed", e);
        if (e != failure) {
          failure.addSuppressed(e);
        }
      }
    }
  }
}
