package io.patternsdk.app.multicast;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.testkit.DefaultSignals;
import io.patternsdk.testkit.Eventually;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The fat jar as a process of its own, with a configuration of its own. Closing it kills it. */
final class Program implements AutoCloseable {
  private static final String JAR = new File(System.getProperty("fat.jar")).toString();

  private final Path directory;
  private final Path log;
  private final Process process;
  private final Map<String, Calls> clients = new ConcurrentHashMap<>();

  private Program(List<String> what, String yaml, String... arguments) {
    try {
      directory = Files.createTempDirectory("program");
      log = directory.resolve("log");
      Files.writeString(directory.resolve("registry.yaml"), yaml);
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
      command.addAll(what);
      command.addAll(List.of(arguments));
      process =
          new ProcessBuilder(DefaultSignals.around(command))
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it on free ports with {@code registry.yaml}; returns when it is ready. */
  static Program start(String yaml, String... arguments) {
    return new Program(List.of("-jar", JAR), ports(yaml), withConfig(arguments)).ready();
  }

  /** Starts it with a heap of so many megabytes. */
  static Program small(int megabytes, String yaml) {
    List<String> what = List.of("-Xmx" + megabytes + "m", "-jar", JAR);
    return new Program(what, ports(yaml), withConfig()).ready();
  }

  /** Starts another main with the classes of the jar and of the tests. */
  static Program start(Class<?> main, String yaml, String... arguments) {
    String tests = System.getProperty("user.dir") + "/target/test-classes";
    List<String> what = List.of("-cp", tests + File.pathSeparator + JAR, main.getName());
    return new Program(what, ports(yaml), withConfig(arguments)).ready();
  }

  /** Runs it with exactly these arguments; {@code registry.yaml} is in its directory. */
  static Program run(String yaml, String... arguments) {
    return new Program(List.of("-jar", JAR), yaml, arguments);
  }

  private static String ports(String yaml) {
    return "http: {port: 0}\nobservability: {metrics: {port: 0}}\n" + yaml;
  }

  private static String[] withConfig(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--config", "registry.yaml"));
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
  Calls calls() {
    return client("http: (http://[^,\\s]+)");
  }

  /** The value of the metrics whose lines begin so. */
  double metric(String begin) {
    return Calls.metric(client("metrics (http://\\S+)"), begin);
  }

  private Calls client(String where) {
    Matcher address = Pattern.compile(where).matcher(log());
    if (!address.find()) {
      throw new AssertionError("no address in " + log());
    }
    return clients.computeIfAbsent(address.group(1), Calls::new);
  }

  /** Sends SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** Sends SIGKILL. */
  void kill() {
    process.destroyForcibly();
    int unused = exit();
  }

  /** Waits for its end. */
  int exit() {
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

  String log() {
    try {
      return Files.readString(log, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String lastLine() {
    return log().strip().lines().reduce((before, last) -> last).orElse("");
  }

  @Override
  public void close() {
    clients.values().forEach(Calls::close);
    process.destroyForcibly();
    exit();
    try {
      Files.deleteIfExists(log);
      Files.deleteIfExists(directory.resolve("registry.yaml"));
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
