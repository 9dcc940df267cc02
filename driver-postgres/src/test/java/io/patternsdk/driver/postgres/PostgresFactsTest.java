package io.patternsdk.driver.postgres;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.capability.Traits.Consistency;
import io.patternsdk.core.capability.Traits.Durability;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.server.PostgresProfile;
import io.patternsdk.testkit.server.PostgresServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server is set to is what is declared. */
class PostgresFactsTest {

  @ParameterizedTest
  @CsvSource({
    "fsync, off, VOLATILE, fsync off",
    "synchronous_commit, off, PERIODIC, synchronous_commit off",
    "synchronous_commit, local, SYNCED, synchronous_commit local",
    "full_page_writes, off, SYNCED, full_page_writes off",
    "fsync, on, SYNCED, no standby follows",
  })
  void durabilityIsThatOfTheServer(
      String setting, String value, Durability expected, String detail) {
    PostgresProfile profile = PostgresProfile.faults().option(setting, value);
    try (PostgresServer server = PostgresServer.start(profile);
        Backend backend = Backends.open(server.uri())) {
      Traits traits = backend.capabilities().traits(KEYVALUE_BASIC);
      assertThat(traits.durability()).isEqualTo(expected);
      assertThat(traits.durabilityDetail()).contains(detail);
    }
  }

  @Test
  void theConventionsCallItPostgresql() {
    try (Backend backend = Backends.open(PostgresServer.shared().uri())) {
      assertThat(backend.info().system()).isEqualTo("postgresql");
    }
  }

  @Test
  void aStandbyThatIsNotWaitedForMayLoseTheLastCommits() {
    try (PostgresServer primary = PostgresServer.start(PostgresProfile.faults());
        PostgresServer standby = primary.standby(PostgresProfile.faults())) {
      assertThat(standby.port()).isNotEqualTo(primary.port());
      Eventually.within(Duration.ofMinutes(1)).check(() -> assertLags(primary));
    }
  }

  private static void assertLags(PostgresServer primary) {
    try (Backend backend = Backends.open(primary.uri())) {
      Traits traits = backend.capabilities().traits(KEYVALUE_BASIC);
      assertThat(traits.durability()).isEqualTo(Durability.PERIODIC);
      assertThat(traits.durabilityDetail()).contains("1 connected, standbys follow");
      assertThat(traits.get(Traits.CONSISTENCY)).isEqualTo(Consistency.EVENTUAL);
    }
  }
}
