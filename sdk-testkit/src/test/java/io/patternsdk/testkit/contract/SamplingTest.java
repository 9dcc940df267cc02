package io.patternsdk.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.capability.Capability;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which cases of a variant are left out, and that all have their turn. */
class SamplingTest {
  private static final Capability<Runnable> OWN =
      Capability.of("own_thing", Runnable.class, (driver, wiring) -> driver);
  private static final Variant ALL =
      Variant.of("variant", new Declaring(OWN, () -> {}, Set.of("own_thing")), Map::of);
  private static final Variant SAMPLED = ALL.sampled(3);

  private final Contract<Subject, ?> contract =
      new Contract<>(DriverContract.class, DriverContract::new);

  private List<String> taken(Sampling sampling, Variant variant) {
    return contract.cases().stream()
        .filter(name -> sampling.takes(variant, contract, name))
        .toList();
  }

  @Test
  void aVariantThatIsNotSampledIsRunWhole() {
    Sampling some = new Sampling(false, 0);
    assertThat(some.isWhole(ALL)).isTrue();
    assertThat(taken(some, ALL)).isEqualTo(contract.cases());
    assertThat(some.isWhole(SAMPLED)).isFalse();
  }

  @Test
  void whereAllAreAskedForNoneIsLeftOut() {
    Sampling whole = new Sampling(true, 0);
    assertThat(whole.isWhole(SAMPLED)).isTrue();
    assertThat(taken(whole, SAMPLED)).isEqualTo(contract.cases());
  }

  @Test
  void eachBaseTakesSomeAndTheSameEachTime() {
    Set<List<String>> different = new HashSet<>();
    Set<String> everTaken = new HashSet<>();
    for (long base = 0; base < 100; base++) {
      List<String> some = taken(new Sampling(false, base), SAMPLED);
      assertThat(taken(new Sampling(false, base), SAMPLED)).isEqualTo(some);
      different.add(some);
      everTaken.addAll(some);
    }
    assertThat(different).hasSizeGreaterThan(1);
    assertThat(everTaken).containsExactlyInAnyOrderElementsOf(contract.cases());
  }

  @Test
  void whatIsNamedIsNotSampled() {
    assertThat(Sampling.asked(new Only("driver")).isWhole(SAMPLED)).isTrue();
    assertThat(Sampling.asked(new Only("")).takes(ALL, contract, "any")).isTrue();
  }
}
