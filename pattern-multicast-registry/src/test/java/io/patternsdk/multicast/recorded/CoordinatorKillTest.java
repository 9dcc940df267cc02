package io.patternsdk.multicast.recorded;

import static io.patternsdk.core.filter.Filters.all;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Clock;
import io.patternsdk.multicast.Backends;
import io.patternsdk.multicast.Multicast;
import io.patternsdk.multicast.MulticastRegistry;
import io.patternsdk.multicast.MulticastReport;
import io.patternsdk.testkit.Rounds;
import io.patternsdk.testkit.server.NatsServer;
import io.patternsdk.testkit.server.PostgresServer;
import io.patternsdk.testkit.server.RedisServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/**
 * A process that multicasts on real servers is killed before or after one of its calls, and another
 * finishes what it has begun. {@link CoordinatorEndsTest} has each of these calls.
 */
class CoordinatorKillTest {
  /** Of a multicast to ten in four pages; later ones are made again by the loop below. */
  private static final int CALLS = 24;

  private static final Map<String, ?> SETTINGS = Map.of("multicast_lease", "1s");

  @Test
  void anotherProcessFinishesWhatOneThatIsKilledHasBegun() {
    Rounds.each(
        round -> {
          SplittableRandom random =
              new SplittableRandom(Rounds.seeds().findFirst().getAsLong() + round);
          int call = 1 + random.nextInt(CALLS);
          boolean after = random.nextBoolean();
          List<String> drivers =
              round % 2 == 0
                  ? List.of("redis", "nats", "nats")
                  : List.of("postgres", "postgres", "postgres");
          Backends backends = round % 2 == 0 ? Backends.redisAndNats() : Backends.postgres();
          try (RecordedWorld world =
              new RecordedWorld(backends, SETTINGS, Clock.system(), () -> {})) {
            String said = runAndKill(backends.namespace(), drivers, call, after);
            world.awaitEnd();
            world.check(said + " on " + drivers, 2);
          }
        });
  }

  /** Kills it where it stands, and returns where that is. */
  private static String runAndKill(
      String namespace, List<String> drivers, int call, boolean after) {
    ProcessBuilder builder =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Coordinator.class.getName(),
                namespace,
                String.join(",", drivers),
                String.valueOf(call),
                String.valueOf(after))
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    Map<String, String> addresses = builder.environment();
    if (drivers.contains("redis")) {
      addresses.put(RedisServer.ADDRESS_VARIABLE, RedisServer.shared().uri());
      addresses.put(NatsServer.ADDRESS_VARIABLE, NatsServer.shared().uri());
    } else {
      addresses.put(PostgresServer.ADDRESS_VARIABLE, PostgresServer.shared().uri());
    }
    try {
      Process process = builder.start();
      try (BufferedReader out = process.inputReader(UTF_8)) {
        String said = out.readLine();
        assertThat(said).startsWith("stands ");
        return said;
      } finally {
        process.destroyForcibly().onExit().join();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The process that is killed. */
  static final class Coordinator {
    private Coordinator() {}

    /** Stands still at a call, or when all is done, and says where. */
    public static void main(String[] args) throws InterruptedException {
      int call = Integer.parseInt(args[2]);
      boolean after = Boolean.parseBoolean(args[3]);
      Ends ends = Ends.at(call, after, () -> standStill((after ? "after " : "before ") + call));
      Backends backends = Backends.shared(args[0], List.of(args[1].split(",")));
      MulticastRegistry registry =
          backends.registry(RecordedWorld.with(SETTINGS), Clock.system(), ends);
      ends.arm();
      MulticastReport unused = registry.multicast(Multicast.to(all(), "hello").recorded("id"));
      standStill("when all is done");
    }

    private static void standStill(String where) {
      System.out.println("stands " + where);
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
