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
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * From exec to ready, plain and from the start-up cache, and the memory then: {@code script/bench
 * startup}. All drivers are installed and those of the configuration used, beside one jar with just
 * these, one with all, and the least that one would write by hand with the same clients. Starts
 * while other processes were busy are thrown away. Takes the directory of the program twice,
 * without caches and with them, the two jars, and the flags of the program's script, separated by
 * blanks.
 */
public final class StartupCost {
  private static final int FEWEST = 7;
  private static final String BY_HAND = "by hand, redis and nats";
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
      StartupCost cost = new StartupCost(args);
      List<Contender> contenders =
          cost.contenders(
              dev.toString(), both.toString(), work, redis.uri().toString(), nats.uri().toString());
      cost.run(contenders, quick ? 3 : 9, quick ? 3 : 25);
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

  private void run(List<Contender> contenders, int rounds, int mostRounds)
      throws IOException, InterruptedException {
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

  private List<Contender> contenders(String dev, String both, Path work, String... servers)
      throws IOException, InterruptedException {
    List<Contender> found = new ArrayList<>();
    found.add(Contender.script("installed, --dev", home, 800, "--dev", "--config", dev));
    found.add(Contender.script("installed, --dev, cache", cached, 400, "--dev", "--config", dev));
    found.add(Contender.script("installed, redis and nats", home, 1_200, "--config", both));
    found.add(Contender.script("installed, redis and nats, cache", cached, 600, "--config", both));
    add(
        found,
        work.resolve("pair.cache"),
        (end, options) ->
            Contender.jar("jar of redis and nats" + end, pair, options, "--config", both));
    add(
        found,
        work.resolve("all.cache"),
        (end, options) ->
            Contender.jar(
                "jar of all drivers, redis and nats" + end, all, options, "--config", both));
    List<Path> jars = HandJars.of(home, work.resolve("hand.jar"));
    add(
        found,
        work.resolve("hand.cache"),
        (end, options) ->
            Contender.main(BY_HAND + end, jars, ByHand.class.getName(), options, servers));
    return found;
  }

  /** Makes a contender of the end of its name and options of the JVM. */
  private interface Way {
    Contender with(String end, List<String> options);
  }

  /** Adds one plain, and from a cache that is made now by one start. */
  private void add(List<Contender> found, Path cache, Way way)
      throws IOException, InterruptedException {
    boolean aheadOfTime = Runtime.version().feature() >= 25;
    String making = aheadOfTime ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=";
    String using = aheadOfTime ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=";
    found.add(way.with("", flags));
    Start made = Start.of(way.with(", to make its cache", with(making + cache)));
    if (!Files.exists(cache)) {
      throw new IllegalStateException("no cache was made by " + made);
    }
    found.add(way.with(", cache", with(using + cache)));
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
          beside(contender, taken, starts);
        });
    score.print();
  }

  /** The medians of the ratios within each round. */
  private void beside(Contender contender, List<Start> taken, Map<Contender, List<Start>> starts) {
    List<Start> hand =
        starts.entrySet().stream()
            .filter(entry -> entry.getKey().name().equals(BY_HAND))
            .findAny()
            .orElseThrow()
            .getValue();
    if (contender.name().contains("redis and nats")) {
      score.note("  to ready / by hand, plain", ratio(taken, hand, Start::millis), "×");
      score.note("  processor time / the same", ratio(taken, hand, Start::processorMillis), "×");
      score.note("  resident / the same", ratio(taken, hand, Start::residentMegabytes), "×");
    }
  }

  private static double ratio(List<Start> one, List<Start> other, ToDoubleFunction<Start> number) {
    return median(
        IntStream.range(0, one.size())
            .mapToDouble(
                round ->
                    number.applyAsDouble(one.get(round)) / number.applyAsDouble(other.get(round))));
  }

  private static double median(List<Start> starts, ToDoubleFunction<Start> number) {
    return median(starts.stream().mapToDouble(number));
  }

  private static double median(DoubleStream numbers) {
    double[] sorted = numbers.sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
