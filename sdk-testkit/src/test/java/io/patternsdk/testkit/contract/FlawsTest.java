package io.patternsdk.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.testkit.FlawRuns;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contracts notice what is wrong with a driver. They wait more than they work. */
class FlawsTest {

  @ParameterizedTest
  @EnumSource(names = "A_THREAD_IS_LEFT", mode = EnumSource.Mode.EXCLUDE)
  @Execution(ExecutionMode.CONCURRENT)
  void aFlawFailsItsCase(Flaw flaw) {
    FlawRuns.each(() -> checkNoticed(flaw));
  }

  /** While nothing else runs that begins threads. */
  @ParameterizedTest
  @EnumSource(names = "A_THREAD_IS_LEFT")
  void aLeakFailsItsCase(Flaw flaw) {
    FlawRuns.each(() -> checkNoticed(flaw));
  }

  private static void checkNoticed(Flaw flaw) {
    ReferenceServer server = new ReferenceServer(flaw);
    Variant variant =
        Variant.of(flaw.name(), new ReferenceProvider(server), Map::of)
            .stalledBy(server::stall)
            .losingPower(server::afterPowerLoss)
            .patience(Duration.ofMillis(500));
    try (Session session = new Session(variant, Contracts.load())) {
      Contract<Subject, ?> contract = contract(flaw.contract);
      assertThat(contract.cases()).contains(flaw.caseName);
      assertThatThrownBy(() -> DriverContracts.run(contract, flaw.caseName, session))
          .isInstanceOf(AssertionError.class);
    }
  }

  private static Contract<Subject, ?> contract(String name) {
    return Stream.concat(
            Contracts.driver().stream(),
            Contracts.load().contracts().values().stream().flatMap(List::stream))
        .filter(contract -> contract.type().getSimpleName().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
