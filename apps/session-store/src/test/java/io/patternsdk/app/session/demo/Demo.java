package io.patternsdk.app.session.demo;

import io.patternsdk.app.session.demo.Finding.Fault;
import io.patternsdk.app.testing.Screen;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lets a crowd use the store while its processes, and the server below them, are killed, and
 * compares what the crowd wrote down with what the store then says.
 */
public final class Demo {
  private static final double FIRST_KILL = 0.3;
  private static final double SECOND_KILL = 0.6;

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
        right &= member.stop(screen);
      }
      http.shutdownNow();
      return right;
    }
  }

  private boolean run(Crowd crowd, Optional<Server> server)
      throws IOException, InterruptedException {
    UnderWay visits = UnderWay.start(crowd, account, screen, asked.seed());
    visits.until(FIRST_KILL);
    screen.line("kill -9", "process-1 of " + members.size());
    members.getFirst().killAndStart();
    screen.line("start", "process-1, " + members.getFirst().address().orElseThrow());
    if (server.isPresent()) {
      visits.until(SECOND_KILL);
      screen.line("kill -9", "the server, with all its processes");
      server.get().killAndStart();
      screen.line("start", "the server, on what it had written");
    }
    visits.end(asked.browsers());
    crowd.audit();
    return judged(new Findings(account.judge()));
  }

  private boolean judged(Findings found) {
    found.compare(screen);
    screen.line(
        "destroyed",
        "%d events: %d twice, %d without a cause, %d acknowledged and not told, ended twice %d"
            .formatted(
                account.endings(),
                found.of(Fault.TOLD_TWICE),
                found.of(Fault.TOLD_FALSELY),
                found.of(Fault.NEVER_TOLD),
                found.of(Fault.ENDED_TWICE)));
    return found.none();
  }
}
