package io.patternsdk.testkit.contract;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.capability.Capability;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A call by which a capability is seen to work, fail or hang.
 *
 * @param capability what is called
 * @param call the call
 * @param <T> the interface of the capability
 */
record Sample<T>(Capability<T> capability, Consumer<? super T> call) {
  /** Returns the call on a backend; empty if that has no such capability. */
  Optional<Runnable> on(Backend backend) {
    return backend.find(capability).map(object -> () -> call.accept(object));
  }
}
