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
 * startup}. All drivers are installed and those of the configuration used, beside one jar with just
 * these and one with all. Starts while other processes were busy are thrown away. Takes the
 * directory of the program twice, without caches and with them, the two jars, and the flags of the
 * program's script, separated by blanks.
 */
public final class StartupCost {
  private static final int FEWEST = 7;
  private static final String PORTS =
      """
      pattern: {name: multicast-registry}
      http: {port: 0}
      observability: {metrics: {port: 0}}
      """;

  private final Path home;
  private final Path cached;
  private final Path pair;
  private final Path all;
  private final List<String> flags;
  private final Scoreboard score = new Scoreboard("The program: size, exec to ready, memory");

  private StartupCost(String[] args) {
    this.home = Path.of(args[0]);
    this.cached = Path.of(args[1]);
    this.pair = Path.of(args[2]);
    this.all = Path.of(args[3]);
    this.flags = List.of(args[4].split(" "));
  }

  /** Prints it; {@code --quick} for a fast look. */
  public static void main(String[] args) throws Exception {
    boolean quick = List.of(args).contains("--quick");
    Path work = Files.createTempDirectory("bench");
    try (RedisServer redis = RedisServer.start();
        NatsServer nats = NatsServer.start()) {
      Path dev = Files.writeString(work.resolve("dev.yaml"), PORTS);
      Path both = Files.writeString(work.resolve("both.yaml"), PORTS + backends(redis, nats));
      new StartupCost(args).run(quick ? 3 : 9, quick ? 3 : 25, dev, both, work);
      for (Path file : files(work)) {
        Files.delete(file);
      }
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

  private void run(int rounds, int mostRounds, Path dev, Path both, Path work)
      throws IOException, InterruptedException {
    List<Contender> contenders = contenders(dev.toString(), both.toString(), work);
    Map<Contender, List<Start>> starts = new LinkedHashMap<>();
    contenders.forEach(contender -> starts.put(contender, new ArrayList<>()));
    Random random = new Random(1);
    for (int round = 0; round < rounds || (round < mostRounds && tooFew(starts)); round++) {
      List<Contender> order = new ArrayList<>(contenders);
      Collections.shuffle(order, random);
      for (Contender contender : order) {
        starts.getOrDefault(contender, List.of()).add(Start.of(contender));
      }
    }
    sizes();
    report(starts);
  }

  private List<Contender> contenders(String dev, String both, Path work)
      throws IOException, InterruptedException {
    return List.of(
        Contender.script("installed, --dev", home, 800, "--dev", "--config", dev),
        Contender.script("installed, --dev, cache", cached, 400, "--dev", "--config", dev),
        Contender.script("installed, redis and nats", home, 1_200, "--config", both),
        Contender.script("installed, redis and nats, cache", cached, 600, "--config", both),
        Contender.jar("jar of redis and nats", pair, flags, "--config", both),
        fromCache("jar of redis and nats, cache", pair, both, work.resolve("pair.cache")),
        Contender.jar("jar of all drivers, redis and nats", all, flags, "--config", both),
        fromCache(
            "jar of all drivers, redis and nats, cache", all, both, work.resolve("all.cache")));
  }

  /** The same from a cache, which is made now by one start. */
  private Contender fromCache(String name, Path jar, String config, Path cache)
      throws IOException, InterruptedException {
    boolean aheadOfTime = Runtime.version().feature() >= 25;
    String making = aheadOfTime ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=";
    String using = aheadOfTime ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=";
    Start made = Start.of(Contender.jar(name, jar, with(making + cache), "--config", config));
    if (!Files.exists(cache)) {
      throw new IllegalStateException("no cache was made by " + made);
    }
    return Contender.jar(name, jar, with(using + cache), "--config", config);
  }

  private List<String> with(String option) {
    return Stream.concat(flags.stream(), Stream.of(option)).toList();
  }

  private static boolean tooFew(Map<Contender, List<Start>> starts) {
    return starts.values().stream().anyMatch(all -> undisturbed(all).size() < FEWEST);
  }

  private static List<Start> undisturbed(List<Start> all) {
    return all.stream().filter(Start::undisturbed).toList();
  }

  private void sizes() throws IOException {
    score.note("program and libraries, lib", bytes(home.resolve("lib")) / 1e6, "MB");
    for (Path driver : files(home.resolve("drivers"))) {
      score.note(
          "  driver " + driver.getFileName() + " with its client", bytes(driver) / 1e6, "MB");
    }
    score.atMost("jar of redis and nats", Files.size(pair) / 1e6, "MB", 20);
    score.note("jar of all drivers", Files.size(all) / 1e6, "MB");
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> found = Files.list(directory)) {
      return found.sorted().toList();
    }
  }

  private static long bytes(Path directory) throws IOException {
    long bytes = 0;
    for (Path file : files(directory)) {
      bytes += Files.size(file);
    }
    return bytes;
  }

  private void report(Map<Contender, List<Start>> starts) {
    starts.forEach(
        (contender, taken) -> {
          List<Start> kept = undisturbed(taken);
          List<Start> all = kept.size() < FEWEST ? taken : kept;
          String toReady = contender.name() + ": to ready";
          if (contender.target() > 0) {
            score.atMost(toReady, median(all, Start::millis), "ms", contender.target());
          } else {
            score.note(toReady, median(all, Start::millis), "ms");
          }
          score.note(
              "  the fastest", all.stream().mapToDouble(Start::millis).min().orElse(0), "ms");
          score.note("  processor time until then", median(all, Start::processorMillis), "ms");
          score.note("  starts that were not disturbed", kept.size(), "");
          score.atMost("  resident then", median(all, Start::residentMegabytes), "MB", 120);
        });
    score.print();
  }

  private static double median(List<Start> starts, ToDoubleFunction<Start> number) {
    double[] sorted = starts.stream().mapToDouble(number).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
