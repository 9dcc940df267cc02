package io.patternsdk.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonValue;
import io.patternsdk.testkit.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A cluster has a leader that changes, and a member that is cut off has none. */
class NatsClusterTest {
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));
  private static final String MADE =
      "{\"name\":\"S\",\"subjects\":[\"S\"],\"storage\":\"memory\",\"num_replicas\":3}";

  @RegisterExtension static final NatsCluster CLUSTER = NatsCluster.start(NatsProfile.plain());

  @Test
  void leadersChangeAndWhoIsCutOffLeadsNobody() throws Exception {
    SOON.check(() -> NatsTalk.ask(CLUSTER.members().getFirst(), "STREAM.CREATE.S", MADE));
    NatsServer first = SOON.value(() -> leader(List.of()));
    CLUSTER.stepDown("S");
    NatsServer second = SOON.value(() -> leader(List.of(first)));
    try (AutoCloseable cut = CLUSTER.cutOff(second)) {
      assertThat(cut).isNotNull();
      NatsServer third = SOON.value(() -> leader(List.of(second)));
      SOON.check(() -> assertThat(current(third, second)).as("whoever is cut off").isFalse());
    }
    SOON.check(() -> assertThat(outOfDate()).as("once they meet again").isZero());
    NatsServer last = SOON.value(() -> leader(List.of()));
    last.kill();
    SOON.value(() -> leader(List.of(last)));
    last.restart();
    SOON.check(() -> assertThat(outOfDate()).as("once it is back").isZero());
  }

  private static List<JsonObject> replicas(NatsServer leader) throws IOException {
    JsonObject info = NatsTalk.ask(leader, "STREAM.INFO.S", "");
    return info.object("cluster").array("replicas").values().stream()
        .map(JsonValue::asObject)
        .toList();
  }

  /** Whether a replica has what its leader has. */
  private static boolean current(NatsServer leader, NatsServer replica) throws IOException {
    return replicas(leader).stream()
        .filter(each -> CLUSTER.member(each.string("name")) == replica)
        .allMatch(each -> each.bool("current"));
  }

  private static long outOfDate() throws IOException {
    return replicas(CLUSTER.leader("S")).stream().filter(each -> !each.bool("current")).count();
  }

  private static NatsServer leader(List<NatsServer> not) throws IOException {
    NatsServer leader = CLUSTER.leader("S");
    assertThat(not).doesNotContain(leader);
    return leader;
  }
}
