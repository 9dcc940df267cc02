package io.patternsdk.testkit.contract;

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

  boolean takes(String capability, Contract<?, ?> contract, String caseName) {
    String type = contract.type().getSimpleName();
    return name.isEmpty()
        || name.equals(capability)
        || name.equals(type)
        || name.equals(caseName)
        || name.equals(type + "." + caseName);
  }

  /** Tells whether any of a contract's cases is taken. */
  boolean takesAny(String capability, Contract<?, ?> contract) {
    return contract.cases().stream().anyMatch(each -> takes(capability, contract, each));
  }
}
