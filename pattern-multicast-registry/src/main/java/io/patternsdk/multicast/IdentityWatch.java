package io.patternsdk.multicast;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.keyvalue.KeyWatch;
import io.patternsdk.core.keyvalue.WatchBatch;
import io.patternsdk.core.keyvalue.WatchEvent;
import io.patternsdk.multicast.watch.RegistryChanges;
import io.patternsdk.multicast.watch.RegistryEvent;
import io.patternsdk.multicast.watch.RegistryEvent.Gone;
import io.patternsdk.multicast.watch.RegistryEvent.Reason;
import io.patternsdk.multicast.watch.RegistryWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a watch of the stored identities says. Whether one that does not match was told before
 * is known only since the watch has begun anew and until it is synced; later, and where it went on
 * after a token, each such is told as gone.
 */
final class IdentityWatch implements RegistryWatch {
  private final KeyWatch keys;
  private final Filter filter;
  private final WatchPosition position;
  private final Consumer<IdentityWatch> onClose;

  /** The ids told since the last Resync; null from the next Synced on. */
  private @Nullable Set<String> told;

  /** What came and has not been read whole yet, because the ambient deadline was over. */
  private @Nullable WatchBatch unread;

  private volatile boolean closed;

  IdentityWatch(
      KeyWatch keys, Filter filter, WatchPosition position, Consumer<IdentityWatch> onClose) {
    this.keys = keys;
    this.filter = filter;
    this.position = position;
    this.onClose = onClose;
  }

  @Override
  public RegistryChanges poll(int max, Duration wait) {
    WatchBatch unread = this.unread;
    WatchBatch batch = unread == null || closed ? keys.poll(max, wait) : unread;
    this.unread = batch;
    List<RegistryEvent> events = new ArrayList<>(batch.events().size());
    for (WatchEvent event : batch.events()) {
      read(event).ifPresent(events::add);
    }
    this.unread = null;
    return new RegistryChanges(events, position.text(batch.token()), batch.current());
  }

  private Optional<RegistryEvent> read(WatchEvent event) {
    return switch (event) {
      case WatchEvent.Put put -> put(put);
      case WatchEvent.Removed removed -> Optional.of(removed(removed));
      case WatchEvent.Resync resync -> {
        told = new HashSet<>();
        yield Optional.of(new RegistryEvent.Resync());
      }
      case WatchEvent.Synced synced -> {
        told = null;
        yield Optional.of(new RegistryEvent.Synced());
      }
    };
  }

  private Optional<RegistryEvent> put(WatchEvent.Put put) {
    String id = id(put.key());
    try {
      Identity identity = IdentityCodec.decode(put.key(), put.value());
      if (filter.matches(identity.metadata())) {
        tell(id);
        return Optional.of(new RegistryEvent.Present(identity));
      }
    } catch (BackendException e) {
      if (e.kind() != ErrorKind.CORRUPT) {
        throw e;
      }
      return Optional.of(new RegistryEvent.Unreadable(id));
    }
    return told == null || told.contains(id)
        ? Optional.of(new Gone(id, Reason.UNMATCHED))
        : Optional.empty();
  }

  private void tell(String id) {
    Set<String> since = told;
    if (since != null && !(filter instanceof Filter.All)) {
      boolean unused = since.add(id);
    }
  }

  private static RegistryEvent removed(WatchEvent.Removed removed) {
    Reason reason =
        switch (removed.reason()) {
          case DELETED -> Reason.UNREGISTERED;
          case EXPIRED -> Reason.EXPIRED;
          default -> Reason.UNKNOWN;
        };
    return new Gone(id(removed.key()), reason);
  }

  private static String id(String key) {
    return key.substring(IdentityStore.PREFIX.length());
  }

  @Override
  public void close() {
    closed = true;
    keys.close();
    onClose.accept(this);
  }
}
