package io.patternsdk.testkit.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.testkit.FlawRuns;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Generated histories find alone what is wrong with merging. */
class MergeHistoryFlawsTest {
  @ParameterizedTest
  @EnumSource(
      names = {
        "THE_LAST_TO_COME_WINS",
        "NODES_ARE_NOT_COMPARED",
        "REMOVALS_ARE_FORGOTTEN",
        "A_LATE_CREATION_RESURRECTS",
        "RECORDS_NEVER_EXPIRE",
        "HORIZONS_ARE_IGNORED",
        "WHAT_IS_PENDING_IS_LISTED"
      })
  void aFlawEndsInAnotherRecord(Flaw flaw) {
    FlawRuns.each(
        () -> {
          Variant variant =
              Variant.of(flaw.name(), new ReferenceProvider(new ReferenceServer(flaw)), Map::of)
                  .patience(Duration.ofMillis(500));
          try (Session session = new Session(variant, Contracts.load())) {
            Contract<Subject, ?> contract =
                Contracts.load().of("keyvalue_merge").stream()
                    .filter(c -> c.type().getSimpleName().equals("MergeHistoryContract"))
                    .findFirst()
                    .orElseThrow();
            assertThatThrownBy(
                    () -> DriverContracts.run(contract, "historiesEndAsAPlainOracleSays", session))
                .isInstanceOf(Throwable.class);
          }
        });
  }
}
