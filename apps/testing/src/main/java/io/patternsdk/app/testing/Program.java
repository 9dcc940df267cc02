package io.patternsdk.app.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.testkit.DefaultSignals;
import io.patternsdk.testkit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The program, as it is installed, in a process of its own with a configuration of its own. Closing
 * it kills it.
 */
public final class Program implements AutoCloseable {
  private static final Path HOME = Path.of(System.getProperty("program.directory"));
  private static final String QUICK = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx256m";

  private final Path directory;
  private final Path log;
  private final Process process;
  private final Queue<Calls> clients = new ConcurrentLinkedQueue<>();

  private Program(List<String> command, String options, String yaml, String... arguments) {
    try {
      directory = Files.createTempDirectory("program");
      log = directory.resolve("log");
      Files.writeString(directory.resolve("config.yaml"), yaml);
      List<String> all = new ArrayList<>(command);
      all.addAll(List.of(arguments));
      ProcessBuilder builder = new ProcessBuilder(DefaultSignals.around(all));
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      builder.environment().put("JAVA_OPTS", options);
      process =
          builder
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts it with {@code config.yaml}, on free ports unless that begins with {@code http}; returns
   * when it is ready.
   */
  public static Program start(String yaml, String... arguments) {
    return startAt(HOME, yaml, arguments);
  }

  /** Starts one that is installed elsewhere. */
  public static Program startAt(Path home, String yaml, String... arguments) {
    return new Program(script(home), QUICK, ports(yaml), withConfig(arguments)).ready();
  }

  /** Starts it with a heap of so many megabytes. */
  public static Program small(int megabytes, String yaml) {
    String options = QUICK + " -Xmx" + megabytes + "m";
    return new Program(script(HOME), options, ports(yaml), withConfig()).ready();
  }

  /**
   * Starts another main with the classes of the program and of the tests, and nothing installed.
   */
  public static Program start(Class<?> main, String yaml, String... arguments) {
    String path = HOME + "/lib/*:" + HOME + "/drivers/embedded/*";
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(QUICK.split(" ")));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("user.dir") + "/target/test-classes:" + path,
            main.getName()));
    return new Program(command, "", ports(yaml), withConfig(arguments)).ready();
  }

  /** Runs it with exactly these arguments; {@code config.yaml} is in its directory. */
  public static Program run(String yaml, String... arguments) {
    return runAt(HOME, yaml, arguments);
  }

  /** Runs one that is installed elsewhere. */
  public static Program runAt(Path home, String yaml, String... arguments) {
    return new Program(script(home), QUICK, yaml, arguments);
  }

  /** The script that runs the program. */
  public static Path script() {
    return Path.of(script(HOME).getFirst());
  }

  private static List<String> script(Path home) {
    return List.of(home.resolve("bin").resolve(System.getProperty("program.name")).toString());
  }

  private static String ports(String yaml) {
    String free = yaml.startsWith("http:") ? "" : "http: {port: 0}\n";
    return free + "observability: {metrics: {port: 0}}\n" + yaml;
  }

  private static String[] withConfig(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--config", "config.yaml"));
    all.addAll(List.of(arguments));
    return all.toArray(String[]::new);
  }

  private Program ready() {
    Eventually.within(Duration.ofSeconds(60))
        .until(() -> log().contains(" ready, ") || !process.isAlive());
    if (!process.isAlive()) {
      throw new AssertionError("it has ended: " + log());
    }
    return this;
  }

  /** A client of the routes. */
  public Calls calls() {
    return calls(Calls::new);
  }

  /** A client of the routes that knows what they are; it is closed with the program. */
  public <C extends Calls> C calls(Function<String, C> client) {
    C made = client.apply(address());
    clients.add(made);
    return made;
  }

  /** Where the routes are. */
  public String address() {
    return said("http: (http://[^,\\s]+)");
  }

  /** The value of the metrics whose lines begin so. */
  public double metric(String begin) {
    try (Calls metrics = new Calls(said("metrics (http://[^,\\s]+)"))) {
      return Calls.metric(metrics, begin);
    }
  }

  private String said(String where) {
    Matcher address = Pattern.compile(where).matcher(log());
    if (!address.find()) {
      throw new AssertionError("no address in " + log());
    }
    return address.group(1);
  }

  /** The files that it has open, as far as the system tells. */
  public Set<Path> openFiles() {
    Set<Path> open = new TreeSet<>();
    Path descriptors = Path.of("/proc", Long.toString(process.pid()), "fd");
    try (Stream<Path> found = Files.list(descriptors)) {
      for (Path descriptor : found.toList()) {
        open.add(Files.readSymbolicLink(descriptor));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return open;
  }

  /** What the JVM was started with. */
  public List<String> commandLine() {
    try {
      Path file = Path.of("/proc", Long.toString(process.pid()), "cmdline");
      return List.of(Files.readString(file).split("\0"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** Sends SIGKILL. */
  public void kill() {
    process.destroyForcibly();
    int unused = exit();
  }

  /** Waits for its end. */
  public int exit() {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new AssertionError("it has not ended: " + log());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** What it has said so far. */
  public String log() {
    try {
      return Files.readString(log, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last of what it has said. */
  public String lastLine() {
    return log().strip().lines().reduce((before, last) -> last).orElse("");
  }

  @Override
  public void close() {
    clients.forEach(Calls::close);
    process.destroyForcibly();
    exit();
    try {
      Files.deleteIfExists(log);
      Files.deleteIfExists(directory.resolve("config.yaml"));
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
