package io.patternsdk.lifecycle;

import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Problems;
import io.patternsdk.core.pattern.MemberState;
import io.patternsdk.core.pattern.Pattern;
import io.patternsdk.lifecycle.config.LoggingConfig;
import io.patternsdk.lifecycle.config.RunnerConfig;
import io.patternsdk.lifecycle.logging.Logging;
import io.patternsdk.lifecycle.logging.TraceIds;
import java.io.PrintStream;
import java.util.Locale;

/** One command line of one pattern, carried out. */
record Command<P extends Pattern>(
    CommandLine line, Launch<P> launch, PrintStream out, PrintStream err) {
  private static final LoggingConfig EARLY =
      new LoggingConfig(LoggingConfig.Level.INFO, LoggingConfig.Format.TEXT);

  /** Carries a command line out and returns the exit code. */
  static <P extends Pattern> int run(
      Launch<P> launch, PrintStream out, PrintStream err, String... args) {
    try {
      CommandLine line = CommandLine.parse(args);
      Launch<P> more = line.drivers().map(launch::withDriversOf).orElse(launch);
      return new Command<>(line, more, out, err).run();
    } catch (ConfigException e) {
      return complain(err, e, ExitCode.CONFIGURATION);
    } catch (UnavailableException e) {
      return complain(err, e, ExitCode.UNAVAILABLE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.ERROR.code();
    }
  }

  private static int complain(PrintStream err, Exception e, ExitCode exit) {
    err.println(e.getMessage());
    err.flush();
    return exit.code();
  }

  private int run() throws InterruptedException {
    return switch (line.mode()) {
      case HELP -> print(CommandLine.usage(launch.provider().name()));
      case VERSION -> print(Versions.of(launch.provider(), launch.drivers()));
      case VALIDATE -> validate();
      case TEST_STARTUP -> testStartup();
      case RUN -> start();
    };
  }

  /** A configuration without problems, and what is to fill its slots. */
  record Plan(RunnerConfig config, SlotPlan slots) {}

  private Plan read() {
    Problems problems = new Problems();
    String pattern = launch.provider().name();
    RunnerConfig config = ConfigFile.read(line, pattern, launch.environment(), problems);
    if (!config.pattern().name().equals(pattern)) {
      problems.throwIfAny(); // nobody knows whose slots are meant
    }
    SlotPlan slots = launch.plan(config, line.dev(), problems);
    problems.throwIfAny();
    return new Plan(config, slots);
  }

  private int validate() {
    read().slots().lines().forEach(out::println);
    return print("the configuration is valid\n");
  }

  private int testStartup() throws InterruptedException {
    Plan plan = log(read());
    HealthReport report = launch.trial(plan.config(), plan.slots());
    report.slots().forEach(slot -> out.println("slot " + slot.name() + words(slot.state())));
    out.flush();
    return (report.backendsUsable() ? ExitCode.CLEAN : ExitCode.UNAVAILABLE).code();
  }

  private int start() {
    Logging.configure(EARLY, err, () -> TraceIds.NONE); // a signal may come before the file is read
    return new ProcessRun<>(launch, () -> log(read())).run();
  }

  private Plan log(Plan plan) {
    Logging.configure(plan.config().observability().logging(), err, Telemetry::traceIds);
    return plan;
  }

  private static String words(MemberState state) {
    String status = " is " + state.status().name().toLowerCase(Locale.ROOT);
    return state.reason().isEmpty() ? status : status + ": " + state.reason();
  }

  private int print(String text) {
    out.print(text);
    out.flush();
    return ExitCode.CLEAN.code();
  }
}
