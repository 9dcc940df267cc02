package io.patternsdk.benchmarks.startup;

import io.patternsdk.benchmarks.report.Scoreboard;
import io.patternsdk.testkit.server.NatsServer;
import io.patternsdk.testkit.server.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * From exec to ready, plain and from the start-up cache, and the memory then: {@code script/bench
 * startup}. Starts while other processes were busy are thrown away. Takes the jar, its cache and
 * the flags of script/run, separated by blanks.
 */
public final class StartupCost {
  private static final int FEWEST = 7;
  private static final String PORTS =
      """
      pattern: {name: multicast-registry}
      http: {port: 0}
      observability: {metrics: {port: 0}}
      """;

  private final Path jar;
  private final List<String> plain;
  private final List<String> cached;
  private final Scoreboard score = new Scoreboard("The program: size, exec to ready, memory");

  private StartupCost(Path jar, Path cache, String flags) {
    this.jar = jar;
    String java = ProcessHandle.current().info().command().orElseThrow();
    this.plain = Stream.concat(Stream.of(java), Stream.of(flags.split(" "))).toList();
    String option = cache.toString().endsWith(".aot") ? "AOTCache" : "SharedArchiveFile";
    this.cached = Stream.concat(plain.stream(), Stream.of("-XX:" + option + "=" + cache)).toList();
  }

  /** Prints it; {@code --quick} for a fast look. */
  public static void main(String[] args) throws Exception {
    boolean quick = List.of(args).contains("--quick");
    Path work = Files.createTempDirectory("bench");
    try (RedisServer redis = RedisServer.start();
        NatsServer nats = NatsServer.start()) {
      Path dev = Files.writeString(work.resolve("dev.yaml"), PORTS);
      Path both = Files.writeString(work.resolve("both.yaml"), PORTS + backends(redis, nats));
      new StartupCost(Path.of(args[0]), Path.of(args[1]), args[2])
          .run(quick ? 3 : 9, quick ? 3 : 25, dev, both);
      Files.delete(dev);
      Files.delete(both);
    }
    Files.delete(work);
  }

  private static String backends(RedisServer redis, NatsServer nats) {
    return """
    backends:
      registry: {driver: redis, config: {addresses: ["%s"]}}
      messaging: {driver: nats, config: {url: "%s"}}
    """
        .formatted(redis.uri(), nats.uri());
  }

  private void run(int rounds, int mostRounds, Path dev, Path both)
      throws IOException, InterruptedException {
    Map<String, List<String>> commands = new LinkedHashMap<>();
    commands.put("--dev", command(plain, "--dev", dev));
    commands.put("--dev, cache", command(cached, "--dev", dev));
    commands.put("redis and nats", command(plain, "--config", both));
    commands.put("redis and nats, cache", command(cached, "--config", both));
    Map<String, List<Start>> starts = new LinkedHashMap<>();
    commands.keySet().forEach(name -> starts.put(name, new ArrayList<>()));
    Random random = new Random(1);
    for (int round = 0; round < rounds || (round < mostRounds && tooFew(starts)); round++) {
      List<String> order = new ArrayList<>(commands.keySet());
      Collections.shuffle(order, random);
      for (String name : order) {
        starts.getOrDefault(name, List.of()).add(Start.of(commands.getOrDefault(name, List.of())));
      }
    }
    report(starts);
  }

  private static boolean tooFew(Map<String, List<Start>> starts) {
    return starts.values().stream().anyMatch(all -> undisturbed(all).size() < FEWEST);
  }

  private static List<Start> undisturbed(List<Start> all) {
    return all.stream().filter(Start::undisturbed).toList();
  }

  private List<String> command(List<String> java, String option, Path config) {
    List<String> command = new ArrayList<>(java);
    command.addAll(List.of("-jar", jar.toString()));
    command.addAll(
        option.equals("--dev")
            ? List.of("--dev", "--config", config.toString())
            : List.of("--config", config.toString()));
    return command;
  }

  private void report(Map<String, List<Start>> starts) throws IOException {
    score.atMost("fat jar", Files.size(jar) / 1e6, "MB", 20);
    double[] targets = {800, 400, 1_200, 600};
    int at = 0;
    for (var entry : starts.entrySet()) {
      List<Start> kept = undisturbed(entry.getValue());
      List<Start> all = kept.size() < FEWEST ? entry.getValue() : kept;
      score.atMost(entry.getKey() + ": to ready", median(all, Start::millis), "ms", targets[at++]);
      score.note("  the fastest", all.stream().mapToDouble(Start::millis).min().orElse(0), "ms");
      score.note("  processor time until then", median(all, Start::processorMillis), "ms");
      score.note("  starts that were not disturbed", kept.size(), "");
      score.atMost("  resident then", median(all, Start::residentMegabytes), "MB", 120);
    }
    score.print();
  }

  private static double median(List<Start> starts, ToDoubleFunction<Start> number) {
    double[] sorted = starts.stream().mapToDouble(number).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
