package io.patternsdk.app.cdc.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.app.cdc.DemoStore;
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
import java.util.stream.Stream;

/**
 * Starts a capture, kills it with SIGKILL while it works, starts it again, and shows what it says
 * until everything is compared.
 */
public final class Demo {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern ADDRESS = Pattern.compile("http: (http://[^,\\s]+)");
  private static final Pattern COMPARED = Pattern.compile("(?m)^compared: (.*)$");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Screen screen = new Screen(System.out);
  private final List<String> command;
  private final Path log;
  private final long kills;
  private Process process;

  private Demo(Path log, long kills, List<String> command) throws IOException {
    this.log = log;
    this.kills = kills;
    this.command = command;
    this.process = start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly()));
  }

  /**
   * Runs it: where the log goes, how often to kill, and the command that captures, in which a
   * {@code STORE} stands for the class with a store of its own.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<String> command =
        Stream.of(args)
            .skip(2)
            .map(word -> word.equals("STORE") ? DemoStore.class.getName() : word)
            .toList();
    new Demo(Path.of(args[0]), Long.parseLong(args[1]), command).run();
  }

  private Process start() throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  private void run() throws IOException, InterruptedException {
    long before = 0;
    for (int killed = 0; killed < kills; killed++) {
      JsonObject status = awaitDelivered(before, 300);
      process.destroyForcibly().waitFor();
      screen.line("kill -9", "in the middle, with " + counts(status));
      Files.move(log, log.resolveSibling("killed-" + killed));
      process = start();
      screen.line("start", "again, where it was: no other snapshot");
    }
    long began = System.nanoTime();
    String compared = awaitCompared();
    JsonObject status = status().orElseThrow();
    double seconds = (System.nanoTime() - began) / 1e9;
    screen.line("capture", counts(status) + ", " + lag(status));
    screen.line(
        "rate",
        "%d changes in %.1f s"
            .formatted(destination(status).object("counts").number("delivered").toLong(), seconds));
    screen.line("compare", compared.substring(0, compared.indexOf(';')));
    screen.line("", compared.substring(compared.indexOf(';') + 2));
    process.destroy();
    int exit = process.waitFor();
    screen.line("stop", "SIGTERM, exit code " + exit + ", and the end of its last line:");
    String last = Files.readString(log, UTF_8).strip();
    System.out.println("           " + last.substring(last.lastIndexOf("stopped: ")));
    if (exit != 0 || !compared.endsWith("equal row by row")) {
      System.exit(1);
    }
  }

  /** Waits until so many changes are delivered, drawing how it goes. */
  private JsonObject awaitDelivered(long before, long more)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      JsonObject status = status().orElse(JsonObject.EMPTY);
      if (status.has("destinations")
          && destination(status).object("counts").number("delivered").toLong() >= before + more) {
        return status;
      }
      pause(end);
    }
  }

  private String awaitCompared() throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Matcher found = COMPARED.matcher(Files.readString(log, UTF_8));
    while (!found.find()) {
      pause(end);
      found = COMPARED.matcher(Files.readString(log, UTF_8));
    }
    return found.group(1);
  }

  private void pause(long end) {
    if (!process.isAlive() || System.nanoTime() > end) {
      throw new IllegalStateException("it has ended or says nothing: " + process);
    }
    LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
  }

  private Optional<JsonObject> status() throws IOException, InterruptedException {
    Matcher address = ADDRESS.matcher(Files.readString(log, UTF_8));
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

  private static JsonObject destination(JsonObject status) {
    JsonObject all = status.object("destinations");
    return all.object(all.names().getFirst());
  }

  private static String counts(JsonObject status) {
    JsonObject counts = destination(status).object("counts");
    return "processed %s, delivered %s, filtered %s, parked %s"
        .formatted(
            counts.number("processed"),
            counts.number("delivered"),
            counts.number("filtered"),
            counts.number("parked"));
  }

  private static String lag(JsonObject status) {
    JsonObject lag = destination(status).object("lag");
    return "lag %s changes, %s s (%s)"
        .formatted(lag.number("changes"), lag.number("seconds"), lag.string("cause"));
  }
}
