package io.patternsdk.core.capability;

/**
 * Puts what the core does for every driver round one capability: checks arguments, prefixes names
 * with the namespace, and makes each operation pass the layers. Written once for each capability.
 *
 * @param <T> the interface of the capability
 */
@FunctionalInterface
public interface Forwarder<T> {

  /** Returns an object that forwards to {@code driver} by way of {@code wiring}. */
  T forward(T driver, Wiring wiring);
}
