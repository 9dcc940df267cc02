package io.patternsdk.core.standard;

import io.patternsdk.core.capability.Namespace;
import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.keyvalue.KeyValueWatch;
import io.patternsdk.core.keyvalue.KeyWatch;
import io.patternsdk.core.keyvalue.WatchBatch;
import io.patternsdk.core.keyvalue.WatchEvent;
import io.patternsdk.core.keyvalue.WatchToken;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;
import java.time.Duration;

/** Forwards {@code keyvalue_watch}. */
final class KeyValueWatchForwarder implements KeyValueWatch {
  static final String NAME = "keyvalue_watch";
  static final Operation WATCH = Operation.of(NAME, "watch", Kind.READ);
  static final Operation POLL_EVENTS =
      Operation.builder(NAME, "poll_events", Kind.READ).waiting().build();

  private final KeyValueWatch driver;
  private final Namespace namespace;
  private final BoundOperation watch;
  private final BoundOperation poll;

  KeyValueWatchForwarder(KeyValueWatch driver, Wiring wiring) {
    this.driver = driver;
    this.namespace = wiring.namespace();
    this.watch = wiring.bind(WATCH);
    this.poll = wiring.bind(POLL_EVENTS);
  }

  @Override
  public KeyWatch watch(String prefix) {
    String full = namespace.keyPrefix(prefix);
    return new ForwardedWatch(watch.call(full, () -> driver.watch(full)), full);
  }

  @Override
  public KeyWatch watch(String prefix, WatchToken after) {
    String full = namespace.keyPrefix(prefix);
    return new ForwardedWatch(watch.call(full, () -> driver.watch(full, after)), full);
  }

  /** Makes each poll of a watch pass the layers. */
  private final class ForwardedWatch implements KeyWatch {
    private final KeyWatch opened;
    private final String prefix;

    ForwardedWatch(KeyWatch opened, String prefix) {
      this.opened = opened;
      this.prefix = prefix;
    }

    @Override
    public WatchBatch poll(int max, Duration wait) {
      Receiving.check(max, wait);
      WatchBatch batch =
          poll.call(poll.on(prefix).items(max).waiting(wait), () -> opened.poll(max, wait));
      return new WatchBatch(
          batch.events().stream().map(this::stripped).toList(), batch.token(), batch.current());
    }

    private WatchEvent stripped(WatchEvent event) {
      return switch (event) {
        case WatchEvent.Put put ->
            new WatchEvent.Put(namespace.stripKey(put.key()), put.value(), put.version());
        case WatchEvent.Removed removed ->
            new WatchEvent.Removed(namespace.stripKey(removed.key()), removed.reason());
        case WatchEvent.Resync resync -> resync;
        case WatchEvent.Synced synced -> synced;
      };
    }

    @Override
    public void close() {
      opened.close();
    }
  }
}
