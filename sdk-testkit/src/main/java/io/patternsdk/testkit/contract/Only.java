package io.patternsdk.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;

/**
 * Which cases to run: all, or those that the system property {@code patternsdk.only} names by their
 * capability, contract, name, or contract and name with a point between.
 *
 * @param name what the property says; empty for all
 */
record Only(String name) {
  static Only asked() {
    return new Only(System.getProperty("patternsdk.only", ""));
  }

  boolean everything() {
    return name.isEmpty();
  }

  boolean takes(String capability, Contract<?, ?> contract, String caseName) {
    String type = contract.type().getSimpleName();
    return name.isEmpty()
        || name.equals(capability)
        || name.equals(type)
        || name.equals(caseName)
        || name.equals(type + "." + caseName);
  }

  /** Returns the test that it names something of what there is, by its capability. */
  DynamicTest test(Map<String, ? extends List<? extends Contract<?, ?>>> all) {
    return DynamicTest.dynamicTest(
        "aCaseIsSelected",
        () ->
            assertThat(takesAny(all))
                .as("patternsdk.only=%s names a capability, contract or case", name)
                .isTrue());
  }

  boolean takesAny(Map<String, ? extends List<? extends Contract<?, ?>>> all) {
    return all.entrySet().stream()
        .anyMatch(each -> each.getValue().stream().anyMatch(c -> takesAny(each.getKey(), c)));
  }

  private boolean takesAny(String capability, Contract<?, ?> contract) {
    return contract.cases().stream().anyMatch(each -> takes(capability, contract, each));
  }
}
