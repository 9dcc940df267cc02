package io.patternsdk.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.driver.DriverProvider;
import io.patternsdk.testkit.Nodes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** What is declared is tested, and what is offered is what is declared. */
class DriverContractsTest {
  private static final String OFFER = "canOfferIsWhatTheVariantsDeclare";
  private static final Capability<Runnable> OWN =
      Capability.of("own_thing", Runnable.class, (driver, wiring) -> driver);
  private static final Variant MISSING =
      Variant.missing("variant", declaring(Set.of("own_thing")), "no server", OWN);

  @Test
  void aCapabilityWithoutAContractFails() {
    assertThat(failures(Contracts.load(), declaring(Set.of("own_thing"))))
        .contains("own_thing")
        .doesNotContain(OFFER);
  }

  @Test
  void aCapabilityOfOnesOwnIsTestedByItsContract() {
    Contracts contracts =
        Contracts.load()
            .with(OWN, OwnContract.class, OwnContract::new)
            .withSample(OWN, Runnable::run);
    assertThat(failures(contracts, declaring(Set.of("own_thing"))))
        .contains("itFails")
        .doesNotContain("itRuns", "own_thing");
  }

  @Test
  void aCapabilityWithoutASampleCallFails() {
    Contracts contracts = Contracts.load().with(OWN, OwnContract.class, OwnContract::new);
    assertThat(failures(contracts, declaring(Set.of("own_thing"))))
        .contains("own_thing")
        .doesNotContain("itFails");
  }

  @Test
  void aCapabilityHasOneSampleCall() {
    Contracts contracts = Contracts.empty().withSample(OWN, Runnable::run);
    assertThatThrownBy(() -> contracts.withSample(OWN, Runnable::run))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("own_thing");
  }

  @Test
  void offeringWhatNoVariantDeclaresFails() {
    assertThat(failures(Contracts.load(), declaring(Set.of("own_thing", "more")))).contains(OFFER);
  }

  @Test
  void declaringWhatIsNotOfferedFails() {
    assertThat(failures(Contracts.load(), declaring(Set.of())))
        .contains(OFFER, "whatIsDeclaredCanBeOffered");
  }

  @Test
  void aVariantThatDoesNotOpenFails() {
    Variant variant =
        Variant.of(
            "unreachable",
            declaring(Set.of("own_thing")),
            () -> {
              throw new BackendException(ErrorKind.UNAVAILABLE, "nobody is there");
            });
    assertThat(failures(Contracts.load(), variant)).containsExactly("opens", OFFER);
  }

  @Test
  void aVariantThatCannotRunHereIsAbortedAndSaysWhatIsUntested() {
    List<DynamicNode> nodes = tests(false, MISSING).keepsTheContracts().toList();
    assertThatThrownBy(((DynamicTest) nodes.getFirst()).getExecutable()::execute)
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContainingAll("own_thing", "not tested", "no server");
    assertThat(catchThrowable(((DynamicTest) nodes.getLast()).getExecutable()::execute)).isNull();
  }

  @Test
  void aVariantThatCannotRunFailsWhereAllMust() {
    DynamicNode node = tests(true, MISSING).keepsTheContracts().findFirst().orElseThrow();
    assertThatThrownBy(((DynamicTest) node).getExecutable()::execute)
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll("own_thing", "no server");
  }

  @Test
  void whatNoVariantDeclaresAndNoneMissesIsNotOffered() {
    Variant missing = Variant.missing("variant", declaring(Set.of("own_thing", "more")), "no", OWN);
    assertThat(failures(Contracts.load(), missing)).contains(OFFER);
  }

  private static DriverContracts tests(boolean complete, Variant variant) {
    return new DriverContracts() {
      @Override
      protected List<Variant> variants() {
        return List.of(variant);
      }

      @Override
      boolean mustBeComplete() {
        return complete;
      }
    };
  }

  /** The contract of {@link #OWN}. */
  private static final class OwnContract {
    private final Runnable own;

    OwnContract(Subject subject) {
      this.own = subject.require(OWN);
    }

    @Case
    void itRuns() {
      own.run();
    }

    @Case
    void itFails() {
      throw new AssertionError("a case that fails, on purpose");
    }
  }

  private static DriverProvider declaring(Set<String> canOffer) {
    return new Declaring(OWN, () -> {}, canOffer);
  }

  private static List<String> failures(Contracts contracts, DriverProvider provider) {
    Variant variant = Variant.of("variant", provider, Map::of);
    return failures(contracts, variant.patience(Duration.ofMillis(200)));
  }

  private static List<String> failures(Contracts contracts, Variant variant) {
    DriverContracts tests =
        new DriverContracts() {
          @Override
          protected List<Variant> variants() {
            return List.of(variant);
          }

          @Override
          protected Contracts contracts() {
            return contracts;
          }
        };
    return Nodes.failures(tests.keepsTheContracts());
  }
}
