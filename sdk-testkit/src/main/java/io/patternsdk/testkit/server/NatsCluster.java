package io.patternsdk.testkit.server;

import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.proxy.TcpProxy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real NATS cluster of three with JetStream for tests, ready when it is made. Each two of its
 * members reach each other by a proxy of their own, so a member can be cut off from the others
 * while its clients still reach it. As a static field with {@code @RegisterExtension} it is closed
 * after the class's tests.
 */
public final class NatsCluster implements AutoCloseable, AfterAllCallback {
  /** How many members it has. */
  public static final int SIZE = 3;

  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(2));

  private final List<ReservedPort> ports;
  private final List<TcpProxy> links;
  private final List<NatsServer> members;
  private final Set<NatsServer> cutOff = ConcurrentHashMap.newKeySet();

  private NatsCluster(List<ReservedPort> ports, List<TcpProxy> links, List<NatsServer> members) {
    this.ports = ports;
    this.links = links;
    this.members = members;
  }

  /**
   * A cluster.
   *
   * @param profile of each member; what makes it a member is added
   * @throws IllegalStateException if a server cannot be found or the cluster does not become ready
   */
  public static NatsCluster start(NatsProfile profile) {
    return find(profile).orElseThrow(() -> new IllegalStateException("no NATS for " + profile));
  }

  /**
   * A cluster; empty where there is no server of the profile's version.
   *
   * @throws IllegalStateException if one was found and the cluster does not become ready
   */
  public static Optional<NatsCluster> find(NatsProfile profile) {
    NatsCluster cluster = new NatsCluster(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    boolean ready = false;
    try {
      for (int i = 0; i < SIZE; i++) {
        cluster.ports.add(ReservedPort.next());
      }
      for (int i = 0; i < SIZE; i++) {
        Optional<NatsServer> member = NatsServer.member(cluster.member(profile, i));
        if (member.isEmpty()) {
          return Optional.empty();
        }
        cluster.members.add(member.get());
      }
      SOON.check(cluster::checkReady);
      ready = true;
      return Optional.of(cluster);
    } finally {
      if (!ready) {
        cluster.close();
      }
    }
  }

  /**
   * What makes a member: each connects to the one before it by a proxy, which makes every two meet,
   * and tells nobody where else it could be reached.
   */
  private NatsProfile member(NatsProfile profile, int number) {
    TcpProxy link = TcpProxy.to("127.0.0.1", ports.get((number + SIZE - 1) % SIZE).number());
    links.add(link);
    return profile
        .option("server_name: \"n%d\"".formatted(number))
        .option(
            """
            cluster {
              name: "tests", listen: "127.0.0.1:%d", advertise: "127.0.0.1:1"
              no_advertise: true, routes: ["nats-route://127.0.0.1:%d"]
            }\
            """
                .formatted(ports.get(number).number(), link.port()));
  }

  /** All members can be asked, and have room for three copies. */
  private void checkReady() throws IOException {
    String made =
        "{\"name\":\"READY\",\"subjects\":[\"READY\"],\"num_replicas\":%d}".formatted(SIZE);
    for (NatsServer member : members) {
      NatsTalk.ask(member, "STREAM.CREATE.READY", made);
      NatsTalk.ask(member, "STREAM.DELETE.READY", "");
    }
  }

  /**
   * The member that leads a stream now, as a member says that is not cut off: one that is takes
   * itself for the leader that it was, for up to a minute on an old server.
   *
   * @throws IOException if there is none at this moment, or nobody answers
   */
  public NatsServer leader(String stream) throws IOException {
    IOException failure = new IOException("all members are cut off");
    for (NatsServer member : members) {
      if (cutOff.contains(member)) {
        continue;
      }
      try {
        JsonObject info = NatsTalk.ask(member, "STREAM.INFO." + stream, "");
        return member(info.object("cluster").string("leader"));
      } catch (IOException | JsonException e) {
        failure = new IOException("nobody leads " + stream, e);
      }
    }
    throw failure;
  }

  /**
   * Has the leader of a stream give that up.
   *
   * @throws IOException if there is none at this moment
   */
  public void stepDown(String stream) throws IOException {
    NatsTalk.ask(leader(stream), "STREAM.LEADER.STEPDOWN." + stream, "");
  }

  /** Where clients connect: each of the members. */
  public List<String> uris() {
    return members.stream().map(NatsServer::uri).toList();
  }

  /** Its members, in an order that stays. */
  public List<NatsServer> members() {
    return List.copyOf(members);
  }

  /** The member of a name that the server tells: {@code n0}, {@code n1} or {@code n2}. */
  public NatsServer member(String name) {
    return members.get(Integer.parseInt(name.substring(1)));
  }

  /**
   * Cuts a member off from the others until what is returned is closed: nothing passes between
   * them, and its clients still reach it.
   */
  public AutoCloseable cutOff(NatsServer member) {
    List<TcpProxy> cut = linksOf(members.indexOf(member));
    cutOff.add(member);
    cut.forEach(
        link -> {
          link.stall();
          link.silence();
        });
    return () -> {
      cut.forEach(
          link -> {
            link.reset();
            link.heal();
          });
      cutOff.remove(member);
    };
  }

  /** The one by which it connects, and the one by which another connects to it. */
  private List<TcpProxy> linksOf(int member) {
    return List.of(links.get(member), links.get((member + 1) % SIZE));
  }

  @Override
  public void close() {
    members.forEach(NatsServer::close);
    links.forEach(TcpProxy::close);
    ports.forEach(ReservedPort::close);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }
}
