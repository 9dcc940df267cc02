package io.patternsdk.driver.nats;

import static io.patternsdk.core.capability.Traits.CONSISTENCY;
import static io.patternsdk.core.capability.Traits.DURABILITY;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.capability.Traits.Consistency;
import io.patternsdk.core.capability.Traits.Durability;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.testkit.server.NatsProfile;
import io.patternsdk.testkit.server.NatsServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is guaranteed is what server and streams are set to, and changes with them. */
class NatsGuaranteesTest {
  @TempDir private Path directory;

  @Test
  void memoryIsUsedWhereItIsAskedForAndKeepsNothing() {
    Traits memory = live(NatsServer.shared(), Map.of("storage", "memory"));
    assertThat(memory.durability()).isEqualTo(Durability.VOLATILE);
    assertThat(memory.remedy(DURABILITY)).contains("storage: file");
  }

  @Test
  void whatAClientCannotAskForIsSaidByTheOperatorOrUnknown() {
    Traits unknown = live(NatsServer.shared(), Map.of());
    assertThat(unknown.durability()).isEqualTo(Durability.PERIODIC);
    assertThat(unknown.durabilityDetail()).contains("2 minutes unless set");
    assertThat(unknown.remedy(DURABILITY)).contains("sync_always: trusted", "monitoring");
    Traits trusted = live(NatsServer.shared(), Map.of("sync_always", "trusted"));
    assertThat(trusted.durability()).isEqualTo(Durability.SYNCED);
    assertThat(trusted.durabilityDetail()).contains("as the operator says");
  }

  @Test
  void theServersIntervalChangesTheAnswer() {
    assertThat(watched("always").durability()).isEqualTo(Durability.SYNCED);
    Traits seconds = watched("10s");
    assertThat(seconds.durability()).isEqualTo(Durability.PERIODIC);
    assertThat(seconds.durabilityDetail()).contains("on disk every 10s");
  }

  private Traits watched(String interval) {
    NatsProfile profile =
        NatsProfile.plain()
            .coreOnly()
            .option(
                "jetstream { store_dir: \"%s\", sync_interval: \"%s\" }"
                    .formatted(directory.resolve(interval), interval));
    Optional<NatsServer> server = NatsServer.find(profile.atLeast(2, 11));
    assertThat(server).as("nats-server 2.11 or newer; script/setup gets one").isPresent();
    try (NatsServer started = server.get()) {
      return live(started, Map.of("monitoring", monitoring(started)));
    }
  }

  private static String monitoring(NatsServer server) {
    Matcher page = Pattern.compile("http monitor on (\\S+)").matcher(server.logTail());
    assertThat(page.find()).as(server.logTail()).isTrue();
    return "http://" + page.group(1);
  }

  @Test
  void thePageOfAnotherServerOrOfNoneSaysNothing() {
    JsonObject page =
        JsonObject.parse("{\"server_id\": \"A\", \"config\": {\"sync_always\": true}}");
    assertThat(ServerSync.read(page, "A").always(1)).isTrue();
    assertThat(ServerSync.read(page, "A").always(3)).as("of the other members").isFalse();
    assertThat(ServerSync.read(page, "B").words()).contains("shows another server");
    Traits silent = live(NatsServer.shared(), Map.of("monitoring", "http://127.0.0.1:1"));
    assertThat(silent.durability()).isEqualTo(Durability.PERIODIC);
    assertThat(silent.durabilityDetail()).contains("monitoring does not answer");
    NatsConfig config = NatsConfig.from(Settings.of(Map.of("monitoring", "http://127.0.0.1:1")));
    assertThat(ServerSync.of(config, "A", true, Duration.ofSeconds(5)).words())
        .contains("one server of a cluster");
  }

  @Test
  void replicasChangeTheAnswer() {
    ServerSync unknown = ServerSync.unknown("");
    Traits one = NatsGuarantees.of(KEYVALUE_BASIC, stream(1), unknown);
    assertThat(one.get(CONSISTENCY)).isEqualTo(Consistency.LINEARIZABLE);
    Traits three = NatsGuarantees.of(KEYVALUE_BASIC, stream(3), unknown);
    assertThat(three.get(CONSISTENCY)).isEqualTo(Consistency.OWN_WRITES);
    assertThat(three.durabilityDetail())
        .startsWith("3 copies in files")
        .contains("2 of them have what is acknowledged, so 1 of their servers may be lost");
    assertThat(NatsGuarantees.of(KEYVALUE_BASIC, stream(2), unknown).durabilityDetail())
        .as("two copies, of which both are needed")
        .startsWith("2 copies in files")
        .doesNotContain("may be lost");
    assertThat(NatsGuarantees.of(KEYVALUE_BASIC, stream(5), unknown).durabilityDetail())
        .contains("3 of them", "2 of their servers");
  }

  private static StreamConfiguration stream(int replicas) {
    return StreamConfiguration.builder()
        .name("S")
        .storageType(StorageType.File)
        .replicas(replicas)
        .build();
  }

  private static Traits live(NatsServer server, Map<String, ?> settings) {
    try (Backend backend =
        Backends.open(Backends.options(server.uri(), new HashMap<String, Object>(settings)))) {
      backend.require(KEYVALUE_BASIC).set("key", new byte[1]);
      Traits values = backend.capabilities().traits(KEYVALUE_BASIC);
      assertThat(backend.capabilities().traits(QUEUE_BASIC).durability())
          .isEqualTo(values.durability());
      return values;
    }
  }
}
