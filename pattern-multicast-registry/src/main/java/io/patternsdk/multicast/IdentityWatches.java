package io.patternsdk.multicast;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_WATCH;

import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.keyvalue.KeyValueWatch;
import io.patternsdk.core.keyvalue.WatchToken;
import io.patternsdk.core.pattern.FilledSlot;
import io.patternsdk.multicast.RegistryException.Code;
import io.patternsdk.multicast.watch.RegistryWatch;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The open watches of a registry. Thread-safe. */
final class IdentityWatches {
  private final FilledSlot slot;
  private final Set<IdentityWatch> open = ConcurrentHashMap.newKeySet();

  IdentityWatches(FilledSlot slot) {
    this.slot = slot;
  }

  RegistryWatch open(Filter filter, Optional<String> after) {
    KeyValueWatch keys = keys();
    WatchPosition position = WatchPosition.of(filter);
    Optional<WatchToken> token = after.flatMap(position::token);
    IdentityWatch watch =
        new IdentityWatch(
            token.isPresent()
                ? keys.watch(IdentityStore.PREFIX, token.get())
                : keys.watch(IdentityStore.PREFIX),
            filter,
            position,
            open::remove);
    open.add(watch);
    return watch;
  }

  private KeyValueWatch keys() {
    return slot.find(KEYVALUE_WATCH)
        .orElseThrow(
            () ->
                new RegistryException(
                    Code.UNSUPPORTED,
                    "a watch needs keyvalue_watch, which "
                        + slot.driver()
                        + " in slot "
                        + slot.name()
                        + " does not have; embedded, postgres, and nats on a server of 2.11 or"
                        + " newer have it"));
  }

  int count() {
    return open.size();
  }

  /** Closes all; whoever polls one learns it. */
  void close() {
    open.forEach(IdentityWatch::close);
  }
}
