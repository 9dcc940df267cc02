package io.patternsdk.testkit.contract;

/**
 * Which cases of a variant are run that is {@linkplain Variant#sampled sampled}.
 *
 * @param whole whether all are
 * @param base what chooses them
 */
record Sampling(boolean whole, long base) {
  // Spreads names that differ in little over all remainders.
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  static Sampling asked(Only only) {
    return new Sampling(
        Boolean.getBoolean("patternsdk.whole")
            || System.getProperty("patternsdk.matrix", "").equals("write")
            || !only.everything(),
        Long.getLong("patternsdk.base", 0));
  }

  boolean isWhole(Variant variant) {
    return whole || variant.sampled() <= 1;
  }

  boolean takes(Variant variant, Contract<?, ?> contract, String name) {
    String all = variant.name() + contract.type().getSimpleName() + name;
    long mixed = (all.hashCode() + base) * SPREAD;
    return isWhole(variant) || Long.remainderUnsigned(mixed >>> 16, variant.sampled()) == 0;
  }
}
