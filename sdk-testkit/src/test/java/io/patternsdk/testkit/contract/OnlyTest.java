package io.patternsdk.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OnlyTest {
  private final Contract<Subject, ?> contract =
      new Contract<>(DriverEndContract.class, DriverEndContract::new);

  @Test
  void nothingNamedMeansAll() {
    assertThat(contract.cases()).allMatch(each -> new Only("").takes("driver", contract, each));
  }

  @Test
  void aCapabilityOrContractMeansAllOfItsCases() {
    for (String name : List.of("driver", "DriverEndContract")) {
      assertThat(contract.cases()).allMatch(each -> new Only(name).takes("driver", contract, each));
    }
  }

  @Test
  void aCaseMeansItself() {
    for (String name :
        List.of("closingAgainDoesNothing", "DriverEndContract.closingAgainDoesNothing")) {
      assertThat(contract.cases())
          .filteredOn(each -> new Only(name).takes("driver", contract, each))
          .containsExactly("closingAgainDoesNothing");
    }
  }

  @Test
  void anythingElseMeansNone() {
    Only other = new Only("KeyValueContract.closingAgainDoesNothing");
    assertThat(other.takesAny(Map.of("driver", List.of(contract)))).isFalse();
  }
}
