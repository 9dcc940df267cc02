package io.patternsdk.multicast;

import io.patternsdk.core.Clock;
import io.patternsdk.multicast.RegistryException.Code;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Takes identities into the registry and out of it. */
record Registrar(
    IdentityStore store,
    Checks checks,
    Quota quota,
    Optional<DurableQueue> queue,
    Optional<Absences> absences,
    Subscriptions subscriptions,
    Clock clock) {

  Identity register(Registration registration) {
    checks.metadata(registration.metadata());
    Instant now = clock.now().truncatedTo(ChronoUnit.MILLIS);
    Identity identity =
        new Identity(
            checks.id(registration.id()),
            registration.metadata(),
            checks.topic(registration.topicOrDefault()),
            registration.isDurable(),
            now,
            checks.ttl(registration.ttl()),
            Optional.empty());
    if (identity.durable()) {
      DurableQueue unused = DurableQueue.required(queue);
    }
    if (identity.ttl().isPresent()) {
      store.expiring();
    }
    byte[] form = store.encode(identity);
    if (identity.durable()) {
      absences.orElseThrow().seen(identity.id());
    }
    boolean stored =
        quota.register(
            identity.id(), store, () -> store.put(identity, form, registration.replaces()));
    if (!stored) {
      throw new RegistryException(
          Code.ALREADY_EXISTS,
          identity.id() + " is registered already; replace it or choose another");
    }
    return identity.expiringAt(identity.ttl().map(now::plus));
  }

  boolean unregister(String id) {
    if (queue.isEmpty() || !store.mayBeDurable(id)) {
      return remove(id);
    }
    queue.get().empty(id);
    boolean removed = remove(id);
    subscriptions.discardEverywhere(id);
    queue.get().empty(id); // what was sent to it or given back meanwhile
    absences.orElseThrow().forget(id);
    return removed;
  }

  private boolean remove(String id) {
    long before = quota.beforeRemoving();
    boolean removed = store.remove(id);
    if (removed) {
      quota.free(before);
    }
    return removed;
  }
}
