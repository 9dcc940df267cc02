package io.patternsdk.app.session.demo;

import io.patternsdk.app.session.demo.Finding.Fault;
import io.patternsdk.app.testing.Screen;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Lets a crowd use the store while its processes, and the server below them, are killed, and
 * compares what the crowd wrote down with what the store then says.
 */
public final class Demo {
  private static final double FIRST_KILL = 0.3;
  private static final double SECOND_KILL = 0.6;
  private static final int SHOWN = 5;

  private final Screen screen = new Screen(System.out);
  private final Account account = new Account();
  private final List<Member> members = new ArrayList<>();
  private final Arguments asked;

  private Demo(Arguments asked) {
    this.asked = asked;
  }

  /**
   * What is asked for.
   *
   * @param logs where processes say what they do
   * @param programs how each process is started
   */
  private record Arguments(
      Path logs, int browsers, int visits, long seed, List<List<String>> programs) {}

  /**
   * Runs it: where logs go, browsers, visits of each, seed, how many processes, the program, and a
   * configuration; where there is a server, its process, its port and what it was started with.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path logs = Path.of(args[0]);
    List<List<String>> programs = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(args[4]); i++) {
      programs.add(List.of(args[5], "--config", args[6]));
    }
    Arguments asked =
        new Arguments(
            logs,
            Integer.parseInt(args[1]),
            Integer.parseInt(args[2]),
            Long.parseLong(args[3]),
            programs);
    Optional<Server> server =
        args.length == 7
            ? Optional.empty()
            : Optional.of(
                new Server(
                    logs,
                    Long.parseLong(args[7]),
                    Integer.parseInt(args[8]),
                    List.of(args).subList(9, args.length)));
    System.exit(new Demo(asked).run(server) ? 0 : 1);
  }

  private boolean run(Optional<Server> server) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newBuilder().version(Version.HTTP_1_1).build()) {
      for (List<String> program : asked.programs()) {
        String name = "process-" + (members.size() + 1);
        members.add(Member.start(program, asked.logs(), name, account::add));
        screen.line("start", name + ", " + members.getLast().address().orElseThrow());
      }
      boolean right;
      try (Crowd crowd =
          new Crowd(new HttpDoor(http, members), account, asked.browsers(), asked.visits())) {
        right = run(crowd, server);
      }
      for (Member member : members) {
        int exit = member.stop();
        String last = member.lastLine();
        screen.line("stop", "SIGTERM, exit code " + exit + ", and the end of its last line:");
        screen.line("", last.substring(Math.max(0, last.lastIndexOf("stopped: "))));
        right &= exit == 0;
      }
      http.shutdownNow();
      return right;
    }
  }

  private boolean run(Crowd crowd, Optional<Server> server)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    CompletableFuture<Void> visits = new CompletableFuture<>();
    Thread unused =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    crowd.run(asked.seed());
                    visits.complete(null);
                  } catch (InterruptedException | RuntimeException e) {
                    visits.completeExceptionally(e);
                  }
                });
    follow(crowd, visits, FIRST_KILL, began);
    screen.line("kill -9", "process-1 of " + members.size());
    members.getFirst().killAndStart();
    screen.line("start", "process-1, " + members.getFirst().address().orElseThrow());
    if (server.isPresent()) {
      follow(crowd, visits, SECOND_KILL, began);
      screen.line("kill -9", "the server, with all its processes");
      server.get().killAndStart();
      screen.line("start", "the server, on what it had written");
    }
    follow(crowd, visits, 1, began);
    visits.join();
    double seconds = (System.nanoTime() - began) / 1e9;
    long done = account.count(Outcome.DONE) + account.count(Outcome.GONE);
    screen.line(
        "crowd",
        "%d browsers, %d sessions, %d operations in %.1f s, %.0f/s"
            .formatted(
                asked.browsers(),
                account.ids(true).size() + account.ids(false).size(),
                done,
                seconds,
                done / seconds));
    screen.line(
        "",
        "%d told that the session has ended, %d without an answer that says what became of them"
            .formatted(account.count(Outcome.GONE), account.count(Outcome.UNKNOWN)));
    crowd.audit();
    return judged(account.judge());
  }

  /** Waits until the crowd has got so far, and shows how it goes. */
  private void follow(Crowd crowd, CompletableFuture<Void> visits, double until, long began)
      throws InterruptedException {
    long shown = System.nanoTime();
    while (crowd.progress() < until && !visits.isDone()) {
      Thread.sleep(Duration.ofMillis(10));
      if (System.nanoTime() - shown > Duration.ofSeconds(2).toNanos()) {
        shown = System.nanoTime();
        screen.line(
            "",
            "%3.0f s: %3.0f %% of the visits, %d operations, %d ends told"
                .formatted(
                    (shown - began) / 1e9,
                    100 * crowd.progress(),
                    account.count(Outcome.DONE) + account.count(Outcome.GONE),
                    account.endings()));
      }
    }
    if (visits.isCompletedExceptionally()) {
      throw new CompletionException(visits.exceptionNow());
    }
  }

  private boolean judged(List<Finding> found) {
    Map<Fault, Long> counts = new EnumMap<>(Fault.class);
    found.forEach(finding -> counts.merge(finding.fault(), 1L, Long::sum));
    screen.line(
        "compare",
        "lost writes %d, lost sessions %d, resurrections %d, listed wrongly %d, overdue %d"
            .formatted(
                of(counts, Fault.LOST_WRITE),
                of(counts, Fault.LOST_SESSION),
                of(counts, Fault.RESURRECTED),
                of(counts, Fault.LISTED_WRONGLY),
                of(counts, Fault.OVERDUE)));
    screen.line(
        "destroyed",
        "%d events: %d twice, %d without a cause, %d acknowledged and not told, ended twice %d"
            .formatted(
                account.endings(),
                of(counts, Fault.TOLD_TWICE),
                of(counts, Fault.TOLD_FALSELY),
                of(counts, Fault.NEVER_TOLD),
                of(counts, Fault.ENDED_TWICE)));
    found.stream().limit(SHOWN).forEach(finding -> System.out.println(finding));
    return found.isEmpty();
  }

  private static long of(Map<Fault, Long> counts, Fault fault) {
    return counts.getOrDefault(fault, 0L);
  }
}
