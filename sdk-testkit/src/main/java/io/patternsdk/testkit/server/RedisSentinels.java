package io.patternsdk.testkit.server;

import io.patternsdk.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A Redis with a replica and three sentinels for tests, ready when it is made: a primary that does
 * not answer for a second is replaced. As a static field with {@code @RegisterExtension} it is
 * closed after the class's tests.
 */
public final class RedisSentinels implements AutoCloseable, AfterAllCallback {
  /** What the sentinels call the primary. */
  public static final String NAME = "main";

  private static final Eventually SOON = Eventually.within(Duration.ofSeconds(60));
  private static final int SENTINELS = 3;

  private final List<RedisServer> servers = new ArrayList<>();
  private final List<RedisServer> sentinels = new ArrayList<>();

  private RedisSentinels(RedisProfile profile) {
    servers.add(RedisServer.start(profile));
    RedisServer primary = servers.getFirst();
    servers.add(
        RedisServer.start(
            profile.option("replicaof %s %d".formatted(primary.host(), primary.port()))));
    RedisCluster.awaitFollowing(servers.getLast());
    for (int i = 0; i < SENTINELS; i++) {
      sentinels.add(RedisServer.start(RedisProfile.sentinel(NAME, primary, SENTINELS / 2 + 1)));
    }
    sentinels.forEach(sentinel -> SOON.until("that they know all", () -> knowsAll(sentinel)));
  }

  /**
   * Starts them.
   *
   * @param profile of the primary and its replica
   * @throws IllegalStateException if a server cannot be found or does not become ready
   */
  public static RedisSentinels start(RedisProfile profile) {
    return new RedisSentinels(profile);
  }

  /**
   * Has them wait a minute for a primary that does not answer, for tests that replace none: a busy
   * machine may not answer for a second.
   */
  public RedisSentinels patient() {
    sentinels.forEach(
        sentinel ->
            RedisTalk.ask(sentinel, "SENTINEL", "SET", NAME, "down-after-milliseconds", "60000"));
    return this;
  }

  private static boolean knowsAll(RedisServer sentinel) {
    List<?> facts = (List<?>) RedisTalk.ask(sentinel, "SENTINEL", "MASTER", NAME);
    return fact(facts, "num-slaves").equals("1")
        && fact(facts, "num-other-sentinels").equals(String.valueOf(SENTINELS - 1));
  }

  private static Object fact(List<?> facts, String name) {
    return facts.get(facts.indexOf(name) + 1);
  }

  /** Where clients ask for the primary: each of the sentinels. */
  public List<String> uris() {
    return sentinels.stream().map(RedisServer::uri).toList();
  }

  /** The server that the sentinels say is the primary. */
  public RedisServer primary() {
    List<?> address =
        (List<?>) RedisTalk.ask(sentinels.getFirst(), "SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME);
    return servers.stream()
        .filter(server -> String.valueOf(server.port()).equals(address.get(1)))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    Stream.concat(sentinels.stream(), servers.stream()).forEach(RedisServer::close);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }
}
