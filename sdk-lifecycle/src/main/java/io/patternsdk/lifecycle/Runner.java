package io.patternsdk.lifecycle;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.patternsdk.core.Clock;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.config.Placeholders.Environment;
import io.patternsdk.core.config.Problems;
import io.patternsdk.core.pattern.Pattern;
import io.patternsdk.core.pattern.PatternProvider;
import io.patternsdk.lifecycle.config.RunnerConfig;
import io.patternsdk.lifecycle.internal.drivers.InstalledDrivers;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns a pattern into a process, or runs it inside another program.
 *
 * <pre>{@code
 * public static void main(String[] args) {
 *   Runner.main(Runner.of(new MulticastRegistryProvider()), args);
 * }
 * }</pre>
 *
 * <p>Set up by one thread, then run once.
 *
 * @param <P> the pattern's own type
 */
public final class Runner<P extends Pattern> {
  private final PatternProvider<P> provider;
  private final List<RunnerService<P>> services = new ArrayList<>();
  private @Nullable DriverRegistry drivers;
  private Host host = Host.NONE;
  private Clock clock = Clock.system();
  private Environment environment = System::getenv;
  private PrintStream out = System.out;
  private PrintStream err = System.err;

  private Runner(PatternProvider<P> provider) {
    this.provider = provider;
  }

  /** Begins with a pattern, the drivers of the class path and the machine's clock. */
  public static <P extends Pattern> Runner<P> of(PatternProvider<P> provider) {
    return new Runner<>(provider);
  }

  /**
   * Runs a program from its {@code main}, and ends the process with its exit code. Call it first
   * thing there: a signal that comes before ends the process as if nobody handled it.
   */
  public static void main(Runner<?> runner, String... args) {
    exit(runner.run(args));
  }

  /** Ends the process; halts it if the shutdown hooks of others take more than five seconds. */
  public static void exit(int code) {
    Thread.ofPlatform()
        .daemon()
        .name("exit")
        .start(
            () -> {
              try {
                Thread.sleep(5_000);
              } catch (InterruptedException e) {
                // nobody does that; then halting early is right
              }
              Runtime.getRuntime().halt(code);
            });
    System.exit(code);
  }

  /** Adds something that runs beside the pattern; they are started in this order. */
  public Runner<P> service(RunnerService<P> service) {
    services.add(service);
    return this;
  }

  /** Sets the drivers, in place of those of the class path. */
  public Runner<P> drivers(DriverRegistry drivers) {
    this.drivers = drivers;
    return this;
  }

  /**
   * Publishes all meters to the application's own registry, in place of a page of metrics of ours.
   * What reads a value of the pattern is taken out again when it stops; {@code
   * observability.metrics.enabled: false} publishes nothing here either.
   */
  public Runner<P> meterRegistry(MeterRegistry registry) {
    host = new Host(registry, host.traces());
    return this;
  }

  /**
   * Traces with what the application has set up, in place of what the file says of where spans go;
   * it is not closed here. {@code observability.tracing.enabled: false} traces nothing here either.
   */
  public Runner<P> openTelemetry(OpenTelemetry openTelemetry) {
    host = new Host(host.meters(), openTelemetry);
    return this;
  }

  /** Sets the source of time. */
  public Runner<P> clock(Clock clock) {
    this.clock = clock;
    return this;
  }

  /** Sets the environment variables. */
  public Runner<P> environment(Environment environment) {
    this.environment = environment;
    return this;
  }

  /** Sets where answers to the command line are printed; the standard output by default. */
  public Runner<P> out(PrintStream out) {
    this.out = out;
    return this;
  }

  /** Sets where the log and messages go; the standard error by default. */
  public Runner<P> err(PrintStream err) {
    this.err = err;
    return this;
  }

  /**
   * Does what a command line says, and returns the exit code, which {@link ExitCode} lists; never
   * ends the process itself but on a second signal. While it runs, SIGTERM and SIGINT are handled
   * here and the log of the process is configured.
   */
  public int run(String... args) {
    return Command.run(this::launch, environment, out, err, args);
  }

  /**
   * Starts the pattern inside a program, which goes on; it handles no signal and leaves the log
   * alone. Whoever called this stops it.
   *
   * @throws io.patternsdk.core.config.ConfigException if the configuration is wrong or a slot
   *     refused, with all problems
   * @throws UnavailableException if a backend cannot be used within {@code startup_timeout}
   * @throws InterruptedException if interrupted; then nothing is left open
   */
  public RunningPattern<P> start(RunnerConfig config) throws InterruptedException {
    Launch<P> launch = launch();
    Problems problems = new Problems();
    SlotPlan plan = launch.plan(config, false, problems);
    problems.throwIfAny();
    return launch.start(config, plan);
  }

  private Launch<P> launch() {
    DriverRegistry registry = drivers == null ? DriverRegistry.load() : drivers;
    return new Launch<>(
        provider,
        List.copyOf(services),
        registry,
        InstalledDrivers.here(),
        clock,
        environment,
        host);
  }
}
