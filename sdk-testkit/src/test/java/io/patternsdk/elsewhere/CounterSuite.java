package io.patternsdk.elsewhere;

import static io.patternsdk.elsewhere.Counter.COUNTER_BASIC;

import io.patternsdk.testkit.contract.CapabilitySuite;
import io.patternsdk.testkit.contract.Contracts;

/** The tests of {@link Counter}; found by every driver that declares it. */
public final class CounterSuite implements CapabilitySuite {
  @Override
  public Contracts addTo(Contracts known) {
    return known
        .with(COUNTER_BASIC, CounterContract.class, CounterContract::new)
        .withFaults(COUNTER_BASIC, CounterFaults.class, CounterFaults::new)
        .withSample(COUNTER_BASIC, counter -> counter.add("sample", 1));
  }
}
