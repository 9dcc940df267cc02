package io.patternsdk.testkit.server;

import io.patternsdk.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real Redis Cluster for tests, ready when it is made. As a static field with
 * {@code @RegisterExtension} it is closed after the class's tests.
 */
public final class RedisCluster implements AutoCloseable, AfterAllCallback {
  /** How many slots a cluster has. */
  public static final int SLOTS = 16_384;

  private static final Eventually SOON = Eventually.within(Duration.ofSeconds(60));
  private static final int MOST_KEYS = 1_000;

  private final List<RedisServer> masters;
  private final List<RedisServer> replicas;

  private RedisCluster(List<RedisServer> masters, List<RedisServer> replicas) {
    this.masters = List.copyOf(masters);
    this.replicas = List.copyOf(replicas);
  }

  /** A cluster of so many masters that keeps nothing over a restart, without replicas. */
  public static RedisCluster of(int masters) {
    return start(RedisProfile.plain(), masters, 0);
  }

  /**
   * A cluster.
   *
   * @param profile of each server; what makes it a cluster's is added
   * @param masters how many servers the slots are spread over, in order
   * @param replicas how many replicas each of them has
   * @throws IllegalStateException if a server cannot be found or does not become ready
   */
  public static RedisCluster start(RedisProfile profile, int masters, int replicas) {
    List<RedisServer> started = new ArrayList<>();
    try {
      while (started.size() < masters * (1 + replicas)) {
        started.add(RedisServer.start(profile.clustered()));
      }
      RedisCluster cluster =
          new RedisCluster(started.subList(0, masters), started.subList(masters, started.size()));
      cluster.form();
      return cluster;
    } catch (RuntimeException | Error e) {
      started.forEach(RedisServer::close);
      throw e;
    }
  }

  private void form() {
    for (int i = 0; i < masters.size(); i++) {
      RedisTalk.ask(masters.get(i), "CLUSTER", "SET-CONFIG-EPOCH", String.valueOf(i + 1));
      RedisTalk.ask(
          masters.get(i),
          "CLUSTER",
          "ADDSLOTSRANGE",
          String.valueOf(SLOTS * i / masters.size()),
          String.valueOf(SLOTS * (i + 1) / masters.size() - 1));
    }
    nodes().skip(1).forEach(this::meet);
    String known = "cluster_known_nodes:" + nodes().count();
    nodes().forEach(node -> await(node, known));
    for (int i = 0; i < replicas.size(); i++) {
      RedisServer replica = replicas.get(i);
      String master = id(masters.get(i % masters.size()));
      SOON.check(() -> RedisTalk.ask(replica, "CLUSTER", "REPLICATE", master));
    }
    nodes().forEach(node -> await(node, "cluster_state:ok"));
    replicas.forEach(RedisCluster::awaitFollowing);
    nodes().forEach(node -> SOON.until("that replicas are known", () -> slaves(node)));
  }

  private void meet(RedisServer node) {
    List<?> bus = (List<?>) RedisTalk.ask(node, "CONFIG", "GET", "cluster-port");
    RedisTalk.ask(
        masters.getFirst(),
        "CLUSTER",
        "MEET",
        node.host(),
        String.valueOf(node.port()),
        String.valueOf(bus.get(1)));
  }

  private boolean slaves(RedisServer node) {
    return RedisTalk.text(node, "CLUSTER", "NODES")
            .lines()
            .filter(line -> line.contains("slave"))
            .count()
        == replicas.size();
  }

  private static void await(RedisServer node, String state) {
    SOON.until(state, () -> RedisTalk.text(node, "CLUSTER", "INFO").contains(state));
  }

  static void awaitFollowing(RedisServer replica) {
    SOON.until(
        "that it follows",
        () -> RedisTalk.text(replica, "INFO", "replication").contains("master_link_status:up"));
  }

  private static String id(RedisServer node) {
    return RedisTalk.text(node, "CLUSTER", "MYID");
  }

  private Stream<RedisServer> nodes() {
    return Stream.concat(masters.stream(), replicas.stream());
  }

  /** Waits until each replica has all that its master has acknowledged so far. */
  public void awaitReplicas() {
    for (int i = 0; i < replicas.size(); i++) {
      RedisServer replica = replicas.get(i);
      long had = offset(masters.get(i % masters.size()), "master_repl_offset");
      SOON.until("that it has all", () -> offset(replica, "slave_repl_offset") >= had);
    }
  }

  private static long offset(RedisServer server, String name) {
    Matcher offset =
        Pattern.compile(name + ":(\\d+)").matcher(RedisTalk.text(server, "INFO", "replication"));
    return offset.find() ? Long.parseLong(offset.group(1)) : -1;
  }

  /** The servers that began as masters, by their slots. */
  public List<RedisServer> masters() {
    return masters;
  }

  /** The servers that began as replicas: the first of each master, then the second of each. */
  public List<RedisServer> replicas() {
    return replicas;
  }

  /** Where clients connect: each of the servers. */
  public List<String> uris() {
    return nodes().map(RedisServer::uri).toList();
  }

  /** The server that began as the master of a slot. */
  public RedisServer master(int slot) {
    return masters.stream()
        .filter(master -> slot < SLOTS * (masters.indexOf(master) + 1) / masters.size())
        .findFirst()
        .orElseThrow();
  }

  /**
   * Moves a slot with all its keys from one master to another, as resharding does: clients meet ASK
   * while keys move and MOVED afterwards.
   *
   * @param between runs once half of the first keys have moved
   */
  public void moveSlot(int slot, RedisServer from, RedisServer to, Runnable between) {
    String number = String.valueOf(slot);
    RedisTalk.ask(to, "CLUSTER", "SETSLOT", number, "IMPORTING", id(from));
    RedisTalk.ask(from, "CLUSTER", "SETSLOT", number, "MIGRATING", id(to));
    List<?> keys = keysIn(from, number);
    move(from, to, keys.subList(0, keys.size() / 2));
    between.run();
    for (keys = keysIn(from, number); !keys.isEmpty(); keys = keysIn(from, number)) {
      move(from, to, keys);
    }
    String owner = id(to);
    RedisTalk.ask(to, "CLUSTER", "SETSLOT", number, "NODE", owner);
    masters.stream()
        .filter(master -> master != to)
        .forEach(master -> RedisTalk.ask(master, "CLUSTER", "SETSLOT", number, "NODE", owner));
  }

  private static List<?> keysIn(RedisServer node, String slot) {
    return (List<?>)
        RedisTalk.ask(node, "CLUSTER", "GETKEYSINSLOT", slot, String.valueOf(MOST_KEYS));
  }

  private static void move(RedisServer from, RedisServer to, List<?> keys) {
    for (Object key : keys) {
      RedisTalk.ask(
          from, "MIGRATE", to.host(), String.valueOf(to.port()), String.valueOf(key), "0", "30000");
    }
  }

  @Override
  public void close() {
    nodes().forEach(RedisServer::close);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }
}
