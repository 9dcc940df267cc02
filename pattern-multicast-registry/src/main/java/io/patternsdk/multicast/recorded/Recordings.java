package io.patternsdk.multicast.recorded;

import io.patternsdk.concurrency.Result;
import io.patternsdk.concurrency.fanout.FanOut;
import io.patternsdk.core.Clock;
import io.patternsdk.core.OperationException;
import io.patternsdk.multicast.recorded.MulticastRecords.Stored;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * The recorded multicasts that this process works on, and those of others that it takes over when
 * their process has not been seen to live for the length of the lease. Thread-safe.
 */
public final class Recordings {
  private static final Logger LOG = System.getLogger(Recordings.class.getName());

  /** Looks in the length of a lease; its owner is seen to live in each. */
  private static final int LOOKS = 3;

  private static final int AT_ONCE = 8;
  private static final int MOST_DOUBLINGS = 6;
  private static final int GIVEN_UP_FOR = 100;

  private final MulticastRecords records;
  private final OpenMulticasts open;
  private final Duration lease;
  private final Clock clock;
  private final String owner = UUID.randomUUID().toString();
  private final Lapses lapses;
  private final Set<String> atWork = ConcurrentHashMap.newKeySet();
  private final Map<String, Retry> retries = new ConcurrentHashMap<>();
  private volatile int count;

  /** When something is tried again, and for the how manieth time. */
  private record Retry(int number, long at) {}

  /** Works on none yet. */
  public Recordings(MulticastRecords records, OpenMulticasts open, Duration lease, Clock clock) {
    this.records = records;
    this.open = open;
    this.lease = lease;
    this.clock = clock;
    this.lapses = new Lapses(lease, clock);
  }

  /** Returns how long to wait between two {@linkplain #claim looks}. */
  public Duration interval() {
    return lease.dividedBy(LOOKS);
  }

  /** Returns how many were not done at the last look, of all processes. */
  public int count() {
    return count;
  }

  /**
   * Records a multicast of which nothing has been sent, in this order: its pages, that this process
   * works on it, its head. Empty if there is one with this id. What fails leaves nothing that is
   * sent, unless its effect is unknown.
   */
  public Optional<Recording> begin(String id, Head head, List<Page> pages) {
    OpenMulticast mine = new OpenMulticast(id, head.token(), owner, 0);
    boolean begun = false;
    atWork.add(head.token());
    try {
      List<Stored> stored = store(head.token(), pages);
      open.add(mine);
      begun = records.begin(id, head);
      if (!begun) {
        open.remove(mine);
        return Optional.empty();
      }
      return Optional.of(
          new Recording(records, mine, head, stored, settled -> closed(mine, settled)));
    } finally {
      if (!begun) {
        atWork.remove(head.token());
      }
    }
  }

  private List<Stored> store(String token, List<Page> pages) {
    return FanOut.bounded(AT_ONCE)
        .all(
            IntStream.range(0, pages.size()).boxed().toList(),
            at -> new Stored(pages.get(at), records.first(token, at, pages.get(at))))
        .results()
        .stream()
        .map(Result::orThrow)
        .toList();
  }

  private void closed(OpenMulticast mine, boolean settled) {
    if (settled && removed(mine)) {
      retries.remove(mine.token());
    } else {
      later(mine.token());
    }
    atWork.remove(mine.token());
  }

  private boolean removed(OpenMulticast done) {
    try {
      open.remove(done);
      return true;
    } catch (OperationException e) {
      LOG.log(Level.DEBUG, "that a multicast is done is recorded later", e);
      return false;
    }
  }

  private void later(String token) {
    retries.compute(
        token,
        (same, before) -> {
          int number = before == null ? 0 : before.number() + 1;
          long pause = interval().toNanos() << Math.min(number, MOST_DOUBLINGS);
          return new Retry(number, clock.nanoTime() + pause);
        });
  }

  /**
   * Looks at what is not done: shows that this process lives, and returns what it is to finish now,
   * each to be handed to {@link #resume}. By one thread at a time.
   */
  public List<OpenMulticast> claim() {
    List<OpenMulticast> all = open.all();
    count = all.size();
    open.renew(owner);
    lapses.keep(all);
    retries.keySet().retainAll(all.stream().map(OpenMulticast::token).toList());
    List<OpenMulticast> claimed = new ArrayList<>();
    for (OpenMulticast each : all) {
      if (!atWork.contains(each.token())) {
        mine(each).filter(now -> atWork.add(now.token())).ifPresent(claimed::add);
      }
    }
    return claimed;
  }

  private Optional<OpenMulticast> mine(OpenMulticast seen) {
    if (seen.owner().equals(owner)) {
      Retry retry = retries.get(seen.token());
      boolean due = retry == null || clock.nanoTime() - retry.at() >= 0;
      return due ? Optional.of(seen) : Optional.empty();
    }
    if (!lapses.lapsed(seen)) {
      return Optional.empty();
    }
    Optional<OpenMulticast> taken = open.take(seen, owner);
    taken.ifPresent(
        one -> LOG.log(Level.INFO, "multicast {0} of another process is finished", one.id()));
    return taken;
  }

  /** Gives back what was claimed and cannot be resumed now. */
  public void leave(OpenMulticast claimed) {
    closed(claimed, false);
  }

  /** Goes on with what was claimed; empty if there is nothing left to go on with. */
  public Optional<Recording> resume(OpenMulticast claimed) {
    boolean going = false;
    boolean over = false;
    try {
      Optional<Head> head = records.head(claimed.id());
      going = head.filter(found -> found.token().equals(claimed.token())).isPresent();
      over =
          !going && (head.isPresent() || records.giveUp(claimed, lease.multipliedBy(GIVEN_UP_FOR)));
      return going
          ? head.map(
              found ->
                  new Recording(
                      records, claimed, found, List.of(), settled -> closed(claimed, settled)))
          : Optional.empty();
    } finally {
      if (!going) {
        closed(claimed, over);
      }
    }
  }
}
