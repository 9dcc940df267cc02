package io.patternsdk.lifecycle;

import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.OneLine;
import io.patternsdk.core.config.Placeholders;
import io.patternsdk.core.config.Placeholders.Environment;
import io.patternsdk.core.config.Problems;
import io.patternsdk.core.pattern.MemberState;
import io.patternsdk.core.pattern.Pattern;
import io.patternsdk.lifecycle.config.LoggingConfig;
import io.patternsdk.lifecycle.config.RunnerConfig;
import io.patternsdk.lifecycle.logging.Logging;
import java.io.PrintStream;
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
      configureLog(LoggingConfig.STANDARD); // a signal may come before the file has been read
      return new ProcessRun<>(this::prepare).run();
    }
    if (line.mode() == CommandLine.Mode.HELP) {
      return print(CommandLine.usage(here.get().provider().name()));
    }
    Launch<P> launch = launch();
    return switch (line.mode()) {
      case VERSION -> print(Versions.of(launch.provider(), launch.drivers()));
      case VALIDATE -> validate(launch);
      case TEST_STARTUP -> testStartup(launch);
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

  /** What is to run. */
  record Prepared<P extends Pattern>(Launch<P> launch, Plan plan) {}

  private Prepared<P> prepare() {
    Launch<P> launch = launch();
    Plan plan = read(launch);
    configureLog(plan.config().observability().logging());
    return new Prepared<>(launch, plan);
  }

  private Plan read(Launch<P> launch) {
    Problems problems = new Problems();
    String pattern = launch.provider().name();
    RunnerConfig config =
        ConfigFile.read(line, pattern, launch.environment(), placeholders, problems);
    if (!config.pattern().name().equals(pattern)) {
      problems.throwIfAny(); // nobody knows whose slots are meant
    }
    SlotPlan slots = launch.plan(config, line.dev(), problems);
    problems.throwIfAny();
    return new Plan(config, slots);
  }

  private int validate(Launch<P> launch) {
    StringBuilder text = new StringBuilder();
    read(launch).slots().lines().forEach(slot -> text.append(slot).append('\n'));
    launch.drivers().broken().forEach(jar -> text.append("not used: ").append(jar).append('\n'));
    return print(text + "the configuration is valid\n");
  }

  private int testStartup(Launch<P> launch) throws InterruptedException {
    Plan plan = read(launch);
    configureLog(plan.config().observability().logging());
    HealthReport report = launch.trial(plan.config(), plan.slots());
    StringBuilder text = new StringBuilder();
    report.slots().forEach(slot -> text.append("slot " + slot.name() + words(slot.state()) + "\n"));
    print(text.toString());
    return (report.backendsUsable() ? ExitCode.CLEAN : ExitCode.UNAVAILABLE).code();
  }

  private void configureLog(LoggingConfig config) {
    Logging.configure(config, output.err(), Telemetry::traceIds, output.redaction()::of);
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
