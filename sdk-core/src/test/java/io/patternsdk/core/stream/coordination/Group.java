package io.patternsdk.core.stream.coordination;

import io.patternsdk.core.HandClock;
import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.StreamRecord;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A group whose members beat when the test says so. */
final class Group {
  static final Duration LEASE = Duration.ofSeconds(9);

  final HandClock clock = new HandClock();
  final CasStore store = new CasStore();
  final MemoryStreams streams;
  final ConsumerGroups groups;

  Group(int partitions) {
    streams = new MemoryStreams(partitions);
    StreamCatalog catalog = new StreamCatalog(store, partitions);
    groups = new ConsumerGroups(streams, streams, catalog, clock, LEASE);
  }

  One join() {
    return join(ReadFrom.earliest());
  }

  One join(ReadFrom from) {
    Membership membership = groups.enter("s", "g", from);
    return new One(membership, new Member(streams, "s", "g", membership, clock));
  }

  /** Lets some time pass in which these members beat and the others do not. */
  void pass(Duration time, One... alive) {
    Duration step = LEASE.dividedBy(3);
    for (Duration past = Duration.ZERO; past.compareTo(time) < 0; past = past.plus(step)) {
      clock.advance(step);
      beat(alive);
    }
  }

  static void beat(One... alive) {
    for (One one : alive) {
      one.beat();
    }
  }

  /** A member. */
  record One(Membership membership, Member member) {
    void beat() {
      membership.beat();
    }

    List<StreamRecord> poll() {
      return member.poll(100, Duration.ZERO);
    }

    List<String> texts() {
      return poll().stream().map(record -> record.message().text()).toList();
    }

    void commit(Offset... offsets) {
      member.commit(List.of(offsets));
    }

    Set<Integer> has() {
      return member.assignment();
    }

    void leave() {
      member.close();
    }
  }
}
