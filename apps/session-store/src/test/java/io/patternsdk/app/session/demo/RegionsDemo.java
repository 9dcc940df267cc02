package io.patternsdk.app.session.demo;

import io.patternsdk.app.testing.Screen;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Lets a crowd roam between two regions, whose clocks differ, while they are cut off from each
 * other and one of them is killed, and compares what the crowd wrote down with what both say then.
 */
public final class RegionsDemo {
  private static final List<String> NAMES = List.of("eu", "us");
  private static final List<String> CLOCKS = List.of("PT0S", "PT3S");
  private static final double CUT = 0.2;
  private static final double CONNECTED = 0.35;
  private static final double KILLED = 0.55;
  private static final double BACK = 0.7;
  private static final Duration MOST = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Screen screen = new Screen(System.out);
  private final Account account = Account.ofRegions();
  private final List<Relay> relays = new ArrayList<>();
  private final List<Member> members = new ArrayList<>();
  private final List<Site> sites = new ArrayList<>();
  private final Arguments asked;

  private RegionsDemo(Arguments asked) {
    this.asked = asked;
  }

  /**
   * What is asked for.
   *
   * @param logs where processes say what they do, and what says which servers there are
   * @param address of a server, with %d for its port
   * @param program the words that run the program, but for its clock and its configuration
   */
  private record Arguments(
      Path logs,
      int browsers,
      int visits,
      long seed,
      String driver,
      String address,
      List<String> program) {}

  /**
   * Runs it: where logs go, browsers, visits of each, seed, the driver, the address of a server,
   * and the words that run the program.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Arguments asked =
        new Arguments(
            Path.of(args[0]),
            Integer.parseInt(args[1]),
            Integer.parseInt(args[2]),
            Long.parseLong(args[3]),
            args[4],
            args[5],
            List.of(args).subList(6, args.length));
    System.exit(new RegionsDemo(asked).run() ? 0 : 1);
  }

  private boolean run() throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newBuilder().version(Version.HTTP_1_1).build()) {
      HttpDoor door = new HttpDoor(http, members);
      start(door);
      try (Crowd crowd =
          new Crowd(
              browser -> new RoamingDoor(door, NAMES, asked.seed() + browser),
              account,
              asked.browsers(),
              asked.visits())) {
        Lag lag = Lag.measured(new HttpDoor(http, members), crowd.at(sites.getFirst().door()));
        roam(UnderWay.start(crowd, account, screen, asked.seed()), lag);
        lag.end();
        awaitEqual();
        account.settle();
        for (Site site : sites) {
          crowd.audit(crowd.at(site.door()));
        }
        screen.line("lag", lag.toString());
        screen.line("repaired", repaired(http) + " records");
      }
      Findings found = new Findings(account.judge());
      found.compare(screen);
      boolean right = found.none();
      for (Member member : members) {
        right &= member.stop(screen);
      }
      for (Relay relay : relays) {
        relay.close();
      }
      http.shutdownNow();
      return right;
    }
  }

  private void start(HttpDoor door) throws IOException, InterruptedException {
    List<Server> servers = new ArrayList<>();
    for (String name : NAMES) {
      Server server = Server.read(asked.logs().resolve(name).resolve("server"));
      servers.add(server);
      relays.add(Relay.to(server.port()));
    }
    for (int i = 0; i < NAMES.size(); i++) {
      String name = NAMES.get(i);
      Path config = asked.logs().resolve(name).resolve("sessions.yaml");
      Files.writeString(config, configuration(i, servers));
      List<String> command = new ArrayList<>(asked.program());
      command.addAll(List.of(CLOCKS.get(i), "--config", config.toString()));
      Member member = Member.start(command, asked.logs(), name, account::add);
      members.add(member);
      sites.add(new Site(name, servers.get(i), member, door.only(i)));
      screen.line(
          "start",
          "%s, its clock %s ahead, %s"
              .formatted(name, CLOCKS.get(i), member.address().orElseThrow()));
    }
  }

  /** A region reaches its own server directly, and that of the other by a way that can be cut. */
  private String configuration(int own, List<Server> servers) {
    StringBuilder backends = new StringBuilder();
    for (int i = 0; i < NAMES.size(); i++) {
      int port = i == own ? servers.get(i).port() : relays.get(i).port();
      backends.append(
          "  %s: {driver: %s, config: {addresses: [\"%s\"]}}\n"
              .formatted(NAMES.get(i), asked.driver(), asked.address().formatted(port)));
    }
    return """
    pattern:
      name: session-store
      settings:
        secret: only-for-the-demo-only-for-the-demo
        local: %s
        sweep_interval: 500ms
        repair_interval: 10s
      concurrency: {circuit_breaker: {reset_timeout: 1s}}
      slots: {regions: {backends: [eu, us]}}
    backends:
    %shttp: {port: 0}
    observability: {metrics: {port: 0}}
    """
        .formatted(NAMES.get(own), backends);
  }

  private void roam(UnderWay visits, Lag lag) throws IOException, InterruptedException {
    visits.until(CUT);
    screen.line("cut", "eu and us cannot reach each other");
    lag.harm();
    relays.forEach(Relay::cut);
    visits.until(CONNECTED, MOST);
    relays.forEach(Relay::heal);
    lag.harm();
    screen.line("connect", "eu and us can reach each other again");
    visits.until(KILLED);
    Site us = sites.getLast();
    screen.line("kill -9", "us: its server with all its processes, and the program");
    lag.harm();
    us.kill();
    visits.until(BACK, MOST);
    us.startAgain();
    long back = System.nanoTime();
    screen.line("start", "us, on what it had written, " + us.member().address().orElseThrow());
    while (!us.hasRepaired()) {
      patience(back, "us has repaired nothing");
      Thread.sleep(Duration.ofMillis(20));
    }
    lag.harm();
    screen.line(
        "repair", "ended %.1f s after us was back".formatted((System.nanoTime() - back) / 1e9));
    visits.end(asked.browsers());
  }

  private void awaitEqual() throws InterruptedException {
    long since = System.nanoTime();
    boolean waiting = true;
    Map<String, Map<String, String>> one = Map.of();
    Map<String, Map<String, String>> other = Map.of();
    while (waiting || !one.equals(other)) {
      patience(since, "eu and us do not become equal");
      Thread.sleep(Duration.ofMillis(20));
      waiting = sites.getFirst().waits() || sites.getLast().waits();
      one = sites.getFirst().sessions();
      other = sites.getLast().sessions();
    }
    screen.line(
        "equal",
        "%.1f s after the last request; %d sessions, compared one by one"
            .formatted((System.nanoTime() - since) / 1e9, one.size()));
  }

  private static void patience(long since, String otherwise) {
    if (System.nanoTime() - since > PATIENCE.toNanos()) {
      throw new IllegalStateException(otherwise + " in " + PATIENCE);
    }
  }

  private long repaired(HttpClient http) throws IOException, InterruptedException {
    long all = 0;
    for (Site site : sites) {
      all += site.repaired(http);
    }
    return all;
  }
}
