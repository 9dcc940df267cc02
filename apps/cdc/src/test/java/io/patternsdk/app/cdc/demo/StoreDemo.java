package io.patternsdk.app.cdc.demo;

import io.patternsdk.app.cdc.DemoStore;
import io.patternsdk.app.testing.Screen;
import io.patternsdk.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Starts a capture of a store in its own process, kills it with SIGKILL while it works, starts it
 * again, and shows what it says until everything is compared.
 */
final class StoreDemo {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern COMPARED = Pattern.compile("(?m)^compared: (.*)$");
  private static final int MORE = 300;

  private final Screen screen = new Screen(System.out);
  private final Captor captor;
  private final long kills;

  private StoreDemo(Path log, long kills, List<String> command) throws IOException {
    this.kills = kills;
    this.captor = new Captor(screen, log, command);
  }

  /**
   * Runs it: where the log goes, how often to kill, and the command that captures, in which a
   * {@code STORE} stands for the class with a store of its own. Tells whether all was equal.
   */
  static boolean run(String[] args) throws IOException, InterruptedException {
    List<String> command =
        Stream.of(args)
            .skip(2)
            .map(word -> word.equals("STORE") ? DemoStore.class.getName() : word)
            .toList();
    return new StoreDemo(Path.of(args[0]), Long.parseLong(args[1]), command).run();
  }

  private boolean run() throws IOException, InterruptedException {
    for (int killed = 0; killed < kills; killed++) {
      JsonObject status = awaitDelivered();
      captor.kill(
          "in the middle, with " + Captor.counts(status), "again, where it was: no other snapshot");
    }
    long began = System.nanoTime();
    String compared = awaitCompared();
    JsonObject status = captor.status().orElseThrow();
    double seconds = (System.nanoTime() - began) / 1e9;
    screen.line("capture", Captor.counts(status) + ", " + lag(status));
    screen.line(
        "rate", "%d changes in %.1f s".formatted(Captor.count(status, "delivered"), seconds));
    screen.line("compare", compared.substring(0, compared.indexOf(';')));
    screen.line("", compared.substring(compared.indexOf(';') + 2));
    return captor.stop() && compared.endsWith("equal row by row");
  }

  /** Waits until some changes are delivered. */
  private JsonObject awaitDelivered() throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      JsonObject status = captor.status().orElse(JsonObject.EMPTY);
      if (status.has("destinations") && Captor.count(status, "delivered") >= MORE) {
        return status;
      }
      captor.pause(end);
    }
  }

  private String awaitCompared() throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Matcher found = COMPARED.matcher(captor.log());
    while (!found.find()) {
      captor.pause(end);
      found = COMPARED.matcher(captor.log());
    }
    return found.group(1);
  }

  private static String lag(JsonObject status) {
    JsonObject all = status.object("destinations");
    JsonObject lag = all.object(all.names().getFirst()).object("lag");
    return "lag %s changes, %s s (%s)"
        .formatted(lag.number("changes"), lag.number("seconds"), lag.string("cause"));
  }
}
