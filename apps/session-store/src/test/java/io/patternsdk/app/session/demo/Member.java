package io.patternsdk.app.session.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.app.testing.Screen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One process of the store, which can be killed and started again. Browsers find it when it answers
 * and its stream of ends is open.
 */
final class Member {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Pattern METRICS = Pattern.compile("metrics (http://\\S+)");
  private static final Pattern ADDRESS = Pattern.compile("(?s)http: (http://[^,\\s]+).* ready,");

  private final List<String> command;
  private final Path logs;
  private final String name;
  private final Consumer<Ending> told;
  private final AtomicInteger starts = new AtomicInteger();
  private Process process;
  private Path log;
  private volatile Optional<String> address = Optional.empty();

  private Member(List<String> command, Path logs, String name, Consumer<Ending> told)
      throws IOException {
    this.command = command;
    this.logs = logs;
    this.name = name;
    this.told = told;
    this.log = logs.resolve(name + ".log");
    this.process = launch();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly()));
  }

  /** Starts one; its streams of events go where the ends are told. */
  static Member start(List<String> command, Path logs, String name, Consumer<Ending> told)
      throws IOException, InterruptedException {
    Member member = new Member(command, logs, name, told);
    member.awaitReady();
    return member;
  }

  private Process launch() throws IOException {
    log = logs.resolve(name + "-" + starts.incrementAndGet() + ".log");
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private void awaitReady() throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Matcher ready = ADDRESS.matcher(said());
    while (!ready.find()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IllegalStateException(name + " did not start: " + said());
      }
      Thread.sleep(Duration.ofMillis(20));
      ready = ADDRESS.matcher(said());
    }
    listen(ready.group(1));
    address = Optional.of(ready.group(1));
  }

  private void listen(String at) throws IOException, InterruptedException {
    EndsStream stream = EndsStream.open(URI.create(at), told);
    if (!stream.awaitListening(PATIENCE)) {
      throw new IllegalStateException(name + " has no events");
    }
  }

  /** Returns where it is; empty while it is not there. */
  Optional<String> address() {
    return address;
  }

  /** Kills it as the kernel does when memory is short, and starts it again. */
  void killAndStart() throws IOException, InterruptedException {
    kill();
    startAgain();
  }

  /** Starts one again that was killed. */
  void startAgain() throws IOException, InterruptedException {
    process = launch();
    awaitReady();
  }

  void kill() throws InterruptedException {
    int unused = process.destroyForcibly().waitFor();
    address = Optional.empty();
  }

  /** Asks it to stop, and says how it did; false if it failed. */
  boolean stop(Screen screen) throws InterruptedException {
    address = Optional.empty();
    process.destroy();
    int exit = process.waitFor();
    String last = said().strip().lines().reduce("", (before, line) -> line);
    screen.line("stop", "SIGTERM, exit code " + exit + ", and the end of its last line:");
    screen.line("", last.substring(Math.max(0, last.lastIndexOf("stopped: "))));
    return exit == 0;
  }

  /** Returns where its metrics are; it has started. */
  URI metrics() {
    Matcher named = METRICS.matcher(said());
    if (!named.find()) {
      throw new IllegalStateException(name + " has no metrics: " + said());
    }
    return URI.create(named.group(1));
  }

  private String said() {
    try {
      return Files.exists(log) ? Files.readString(log, UTF_8) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
