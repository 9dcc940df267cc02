package io.patternsdk.lifecycle;

import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.OneLine;
import io.patternsdk.core.config.Placeholders;
import io.patternsdk.core.config.Placeholders.Environment;
import io.patternsdk.core.config.Problems;
import io.patternsdk.core.driver.DriverProvider;
import io.patternsdk.core.driver.DriverRelease;
import io.patternsdk.core.pattern.MemberState;
import io.patternsdk.core.pattern.Pattern;
import io.patternsdk.lifecycle.config.LoggingConfig;
import io.patternsdk.lifecycle.config.RunnerConfig;
import io.patternsdk.lifecycle.internal.drivers.Versions;
import io.patternsdk.lifecycle.logging.Logging;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** One command line of one pattern, carried out. */
record Command<P extends Pattern>(
    CommandLine line, Supplier<Launch<P>> here, Placeholders placeholders, Output output) {

  /** Carries a command line out and returns the exit code. */
  static <P extends Pattern> int run(
      Supplier<Launch<P>> here,
      Environment environment,
      PrintStream out,
      PrintStream err,
      String... args) {
    Placeholders placeholders = Placeholders.of(environment);
    Output output = new Output(out, err, placeholders.redaction());
    try {
      return new Command<>(CommandLine.parse(args), here, placeholders, output).run();
    } catch (ConfigException e) {
      return complain(output, e, ExitCode.CONFIGURATION);
    } catch (UnavailableException e) {
      return complain(output, e, ExitCode.UNAVAILABLE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.ERROR.code();
    }
  }

  private static int complain(Output output, Exception e, ExitCode exit) {
    output.complain(String.valueOf(e.getMessage()));
    return exit.code();
  }

  private int run() throws InterruptedException {
    if (line.mode() == CommandLine.Mode.RUN) {
      // a signal may come before the file has been read
      Runnable log = () -> configureLog(LoggingConfig.STANDARD, DriverRegistry.empty());
      return new ProcessRun<>(log, this::prepare).run();
    }
    if (line.mode() == CommandLine.Mode.HELP) {
      return print(CommandLine.usage(here.get().provider().name()));
    }
    return switch (line.mode()) {
      case VERSION -> version(launch());
      case VALIDATE -> validate(launch());
      case GUARANTEES -> guarantees();
      case TEST_STARTUP -> testStartup();
      case RUN, HELP -> throw new IllegalStateException(line.mode() + " was answered before");
    };
  }

  /** The launch with the drivers of the command line. */
  private Launch<P> launch() {
    Launch<P> launch = here.get();
    return line.drivers().map(launch::withDriversOf).orElse(launch);
  }

  /** A configuration without problems, and what is to fill its slots. */
  record Plan(RunnerConfig config, SlotPlan slots) {}

  /**
   * What is to run.
   *
   * @param apart which of its drivers have a class loader of their own, and why
   */
  record Prepared<P extends Pattern>(Launch<P> launch, Plan plan, List<String> apart) {}

  private Prepared<P> prepare() {
    Prepared<P> prepared = read(launch());
    configureLog(prepared.plan().config().observability().logging(), prepared.launch().drivers());
    return prepared;
  }

  private Prepared<P> read(Launch<P> launch) {
    Problems problems = new Problems();
    String pattern = launch.provider().name();
    RunnerConfig config =
        ConfigFile.read(line, pattern, launch.environment(), placeholders, problems);
    if (!config.pattern().name().equals(pattern)) {
      problems.throwIfAny(); // nobody knows whose slots are meant
    }
    Launch<P> complete = launch.withInstalled(config, line.dev());
    SlotPlan slots = complete.plan(config, line.dev(), problems);
    problems.throwIfAny();
    return new Prepared<>(complete, new Plan(config, slots), launch.apart(config, line.dev()));
  }

  private int version(Launch<P> launch) {
    return print(Versions.of(launch.provider(), launch.drivers(), launch.installed()));
  }

  private int validate(Launch<P> launch) {
    Prepared<P> prepared = read(launch);
    StringBuilder text = new StringBuilder();
    prepared.plan().slots().lines().forEach(slot -> text.append(slot).append('\n'));
    prepared.apart().forEach(driver -> text.append(driver).append('\n'));
    prepared
        .launch()
        .drivers()
        .broken()
        .forEach(jar -> text.append("not used: ").append(jar).append('\n'));
    return print(text + "the configuration is valid\n");
  }

  private int guarantees() throws InterruptedException {
    Prepared<P> prepared = prepare();
    GuaranteeReport report =
        prepared.launch().guarantees(prepared.plan().config(), prepared.plan().slots());
    print(report.text());
    report.refusals().throwIfAny();
    return ExitCode.CLEAN.code();
  }

  private int testStartup() throws InterruptedException {
    Prepared<P> prepared = prepare();
    Plan plan = prepared.plan();
    HealthReport report = prepared.launch().trial(plan.config(), plan.slots());
    StringBuilder text = new StringBuilder();
    report.slots().forEach(slot -> text.append("slot " + slot.name() + words(slot.state()) + "\n"));
    print(text.toString());
    return (report.backendsUsable() ? ExitCode.CLEAN : ExitCode.UNAVAILABLE).code();
  }

  private void configureLog(LoggingConfig config, DriverRegistry drivers) {
    Logging.configure(
        config, quiet(drivers), output.err(), Telemetry::traceIds, output.redaction()::of);
  }

  /** Whose daily business the drivers say is no operator's. */
  private static List<String> quiet(DriverRegistry drivers) {
    return drivers.providers().stream().flatMap(driver -> loggers(driver).stream()).toList();
  }

  private static List<String> loggers(DriverProvider driver) {
    try {
      return DriverRelease.of(driver).loggers();
    } catch (IllegalArgumentException e) {
      return List.of(); // its description is malformed, which is an error where it is used
    }
  }

  private static String words(MemberState state) {
    String status = " is " + state.status().name().toLowerCase(Locale.ROOT);
    return state.reason().isEmpty() ? status : status + ": " + OneLine.of(state.reason());
  }

  private int print(String text) {
    output.answer(text);
    return ExitCode.CLEAN.code();
  }
}
