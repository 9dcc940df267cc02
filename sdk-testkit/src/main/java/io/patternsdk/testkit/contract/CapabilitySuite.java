package io.patternsdk.testkit.contract;

/**
 * The tests of some capabilities: their contracts, a sample call of each, and what they keep when
 * their server breaks. Whoever defines a capability publishes one, with a public constructor
 * without parameters, in {@code META-INF/services/io.patternsdk.testkit.contract.CapabilitySuite};
 * every driver that declares the capability is then held to it. The SDK's own come the same way.
 */
@FunctionalInterface
public interface CapabilitySuite {
  /** Returns what is known with the tests of these capabilities. */
  Contracts addTo(Contracts known);
}
