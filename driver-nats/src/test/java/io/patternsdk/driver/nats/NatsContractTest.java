package io.patternsdk.driver.nats;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS_TTL;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_TTL;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_WATCH;

import io.nats.client.Connection;
import io.patternsdk.testkit.contract.DriverContracts;
import io.patternsdk.testkit.contract.Variant;
import io.patternsdk.testkit.server.NatsCluster;
import io.patternsdk.testkit.server.NatsProfile;
import io.patternsdk.testkit.server.NatsServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.RegisterExtension;

class NatsContractTest extends DriverContracts {
  private static final String NONE = "no nats-server 2.11 or newer; script/setup gets one";

  /** Of how many cases one is run on three copies in a usual run. */
  private static final int EACH_SO_MANY = 5;

  private static final NatsProfile CORE = NatsProfile.plain().coreOnly();

  @RegisterExtension static final NatsServer core = NatsServer.start(CORE);

  @RegisterExtension
  static final NatsServer password = NatsServer.start(CORE.user("user: @/%", "päss#word:1"));

  @RegisterExtension static final NatsServer token = NatsServer.start(CORE.token("t0ken"));

  @RegisterExtension static final NatsServer secured = NatsServer.start(CORE.tls());

  private static final Optional<NatsServer> recent =
      NatsServer.find(NatsProfile.plain().atLeast(2, 11));

  private static final Optional<NatsCluster> members =
      NatsCluster.find(NatsProfile.plain().atLeast(2, 11));

  @AfterAll
  static void closeRecent() {
    recent.ifPresent(NatsServer::close);
    members.ifPresent(NatsCluster::close);
  }

  @Override
  protected List<Variant> variants() {
    String ca = secured.certificate().certificate().toString();
    return List.of(
        variant("with JetStream", NatsServer.shared(), Map.of()),
        expiring(),
        replicated(),
        variant("without JetStream", core, Map.of()),
        variant(
            "with a password",
            password,
            Map.of("username", "user: @/%", "password", "päss#word:1")),
        variant("with a token", token, Map.of("token", "t0ken")),
        variant("with TLS", secured, Map.of("tls", Map.of("ca", ca))).stalledBy(secured::paused));
  }

  /**
   * All are connected to one member, as the others learn of a subscription a moment after it is
   * confirmed. Who leads a stream is any of them.
   */
  private static Variant replicated() {
    String name = "with three copies";
    return members
        .map(cluster -> cluster.members().getFirst())
        .map(
            member ->
                variant(name, member, Map.of("replicas", NatsCluster.SIZE)).sampled(EACH_SO_MANY))
        .orElseGet(() -> Variant.missing(name, new NatsDriverProvider(), NONE));
  }

  private static Variant expiring() {
    String name = "with expiring messages";
    return recent
        .map(server -> variant(name, server, Map.of()).stalledBy(server::paused))
        .orElseGet(
            () ->
                Variant.missing(
                    name,
                    new NatsDriverProvider(),
                    NONE,
                    KEYVALUE_TTL,
                    KEYVALUE_CAS_TTL,
                    KEYVALUE_WATCH));
  }

  private static Variant variant(String name, NatsServer server, Map<String, ?> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("url", server.uri());
    all.put("connect_timeout", "20s");
    return Variant.of(name, new NatsDriverProvider(), () -> all).client(Connection.class);
  }
}
