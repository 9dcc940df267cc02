package io.patternsdk.driver.postgres;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.capability.Traits.Durability;
import io.patternsdk.testkit.server.PostgresProfile;
import io.patternsdk.testkit.server.PostgresServer;
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
    "fsync, on, SYNCED, standbys lag",
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
}
