package io.patternsdk.app.cdc.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.app.testing.Screen;
import io.patternsdk.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The process that captures: it is started, asked over HTTP how it goes, killed and stopped. */
final class Captor {
  private static final Pattern ADDRESS = Pattern.compile("http: (http://[^,\\s]+)");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Screen screen;
  private final List<String> command;
  private final Path log;
  private Process process;
  private int killed;

  /** Starts it. */
  Captor(Screen screen, Path log, List<String> command) throws IOException {
    this.screen = screen;
    this.log = log;
    this.command = command;
    this.process = start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly()));
  }

  private Process start() throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  /** Kills it with SIGKILL, and starts another. */
  void kill(String when, String again) throws IOException, InterruptedException {
    process.destroyForcibly().waitFor();
    screen.line("kill -9", when);
    Files.move(log, log.resolveSibling("killed-" + killed++));
    process = start();
    screen.line("start", again);
  }

  /** Waits a moment; fails if it has ended, or at a time of {@link System#nanoTime}. */
  void pause(long end) throws IOException {
    if (!process.isAlive() || System.nanoTime() > end) {
      throw new IllegalStateException(
          (process.isAlive() ? "it does not come to an end: " : "it has ended: ") + log());
    }
    LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
  }

  String log() throws IOException {
    return Files.readString(log, UTF_8);
  }

  /** Returns how it goes; empty while it does not answer yet. */
  Optional<JsonObject> status() throws IOException, InterruptedException {
    Matcher address = ADDRESS.matcher(log());
    if (!address.find()) {
      return Optional.empty();
    }
    HttpRequest question =
        HttpRequest.newBuilder(URI.create(address.group(1) + "/v1/status")).build();
    HttpResponse<byte[]> answer = http.send(question, BodyHandlers.ofByteArray());
    return answer.statusCode() == 200
        ? Optional.of(JsonObject.parse(answer.body()))
        : Optional.empty();
  }

  /** Returns what a status says of all destinations together. */
  static long count(JsonObject status, String what) {
    long sum = 0;
    JsonObject all = status.object("destinations");
    for (String name : all.names()) {
      sum += all.object(name).object("counts").number(what).toLong();
    }
    return sum;
  }

  static String counts(JsonObject status) {
    return "processed %d, delivered %d, filtered %d, parked %d"
        .formatted(
            count(status, "processed"),
            count(status, "delivered"),
            count(status, "filtered"),
            count(status, "parked"));
  }

  /** Ends it with SIGTERM; tells whether it ended as it should. */
  boolean stop() throws IOException, InterruptedException {
    process.destroy();
    int exit = process.waitFor();
    screen.line("stop", "SIGTERM, exit code " + exit + ", and the end of its last line:");
    String last = log().strip();
    System.out.println("           " + last.substring(last.lastIndexOf("stopped: ")));
    return exit == 0;
  }
}
