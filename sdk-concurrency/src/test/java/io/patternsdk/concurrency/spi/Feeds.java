package io.patternsdk.concurrency.spi;

import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;
import java.time.Duration;
import java.util.List;

/**
 * A capability of changes in their order, as somebody outside the core would define it. A feed
 * occupies nothing between its steps, so each of these is a call.
 */
interface Feeds {
  Operation FOLLOW =
      Operation.builder("changefeed_basic", "follow", Kind.READ).notRepeatable().build();
  Operation POLL =
      Operation.builder("changefeed_basic", "poll", Kind.READ).notRepeatable().waiting().build();
  Operation CONFIRM =
      Operation.builder("changefeed_basic", "confirm", Kind.WRITE).repeatable().build();
  Capability<Feeds> CHANGEFEED_BASIC =
      Capability.of("changefeed_basic", Feeds.class, Forwarder::new, FOLLOW, POLL, CONFIRM);

  /** Follows the changes of a table from a position on. */
  Feed follow(String table, long from);

  /** What follows a table; for one thread at a time. */
  interface Feed extends AutoCloseable {
    /** Returns up to {@code max} changes, waiting for the first of them. */
    List<String> poll(int max, Duration wait);

    /** Lets everything before a position go. */
    void confirm(long position);

    @Override
    void close();
  }

  /** What the core would have. */
  final class Forwarder implements Feeds {
    private final Feeds driver;
    private final Wiring wiring;
    private final BoundOperation follow;
    private final BoundOperation poll;
    private final BoundOperation confirm;

    Forwarder(Feeds driver, Wiring wiring) {
      this.driver = driver;
      this.wiring = wiring;
      this.follow = wiring.bind(FOLLOW);
      this.poll = wiring.bind(POLL);
      this.confirm = wiring.bind(CONFIRM);
    }

    @Override
    public Feed follow(String table, long from) {
      String full = wiring.namespace().key(table);
      Feed feed = follow.call(full, () -> driver.follow(full, from));
      return new Feed() {
        @Override
        public List<String> poll(int max, Duration wait) {
          return poll.call(poll.on(full).items(max).waiting(wait), () -> feed.poll(max, wait));
        }

        @Override
        public void confirm(long position) {
          confirm.run(confirm.on(full), () -> feed.confirm(position));
        }

        @Override
        public void close() {
          feed.close();
        }
      };
    }
  }
}
