package io.patternsdk.testkit.server;

import java.util.ArrayList;
import java.util.List;

/**
 * How a test's Redis is configured. Immutable; each method returns a changed copy.
 *
 * @param options lines of redis.conf
 * @param encrypted whether the port speaks TLS, and only TLS
 */
public record RedisProfile(List<String> options, boolean encrypted) {
  private static final String CLUSTERED = "cluster-enabled yes";

  /** Copies the lines. */
  public RedisProfile {
    options = List.copyOf(options);
  }

  /** No persistence, no password. */
  public static RedisProfile plain() {
    return new RedisProfile(List.of("save \"\""), false);
  }

  /** Every acknowledged write is on disk, so a kill -9 and a restart lose nothing. */
  public static RedisProfile faults() {
    return plain().option("appendonly yes").option("appendfsync always");
  }

  /** With the default user's password. */
  public RedisProfile password(String password) {
    return option("requirepass \"" + password + "\"");
  }

  /**
   * With an ACL user.
   *
   * @param rules what the user may do, for example {@code ~* &* +@all}
   */
  public RedisProfile user(String name, String password, String rules) {
    return option("user " + name + " on >" + password + " " + rules);
  }

  /** With a certificate made for this server: see {@link RedisServer#certificate()}. */
  public RedisProfile tls() {
    return new RedisProfile(options, true);
  }

  /**
   * With TLS, for clients that show a certificate which the server's own has signed; it has signed
   * itself.
   */
  public RedisProfile mutualTls() {
    return tls().option("tls-auth-clients yes");
  }

  /** Publishes key events: {@code KEA} for all but key misses. */
  public RedisProfile keyspaceEvents(String classes) {
    return option("notify-keyspace-events " + classes);
  }

  /**
   * With a memory limit.
   *
   * @param bytes for example {@code 8mb}
   * @param policy for example {@code noeviction}
   */
  public RedisProfile maxMemory(String bytes, String policy) {
    return option("maxmemory " + bytes).option("maxmemory-policy " + policy);
  }

  /** As a sentinel, of which {@link RedisSentinels} starts several. */
  static RedisProfile sentinel(String name, RedisServer primary, int quorum) {
    return new RedisProfile(List.of(), false)
        .option(
            "sentinel monitor %s %s %d %d".formatted(name, primary.host(), primary.port(), quorum))
        .option("sentinel down-after-milliseconds " + name + " 1000")
        .option("sentinel failover-timeout " + name + " 5000");
  }

  boolean isSentinel() {
    return options.stream().anyMatch(line -> line.startsWith("sentinel "));
  }

  /** As a node of a cluster, which {@link RedisCluster} forms. */
  RedisProfile clustered() {
    return option(CLUSTERED)
        .option("cluster-config-file nodes.conf")
        .option("cluster-node-timeout 2000");
  }

  boolean inCluster() {
    return options.contains(CLUSTERED);
  }

  /** With one more line of redis.conf; a later line of the same name wins. */
  public RedisProfile option(String line) {
    List<String> more = new ArrayList<>(options);
    more.add(line);
    return new RedisProfile(more, encrypted);
  }
}
