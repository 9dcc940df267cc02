package io.patternsdk.core.stream.coordination;

import io.patternsdk.core.Clock;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.stream.GroupMember;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.StreamConsumerGroups;
import io.patternsdk.core.stream.StreamReplay;
import io.patternsdk.core.stream.coordination.Leases.Stored;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Groups of consumers on any backend with streams and compare-and-set. Each partition has a lease
 * that its owner renews; whoever sees by its own clock that a lease has not been renewed for the
 * lease time takes it. A commit replaces the same record, so one of a member that has lost its
 * partition fails. No clocks have to agree and nothing has to expire. Thread-safe, in any number of
 * processes.
 *
 * <p>A member that has fewer partitions than it should asks for one of the member with the most,
 * which hands out no more of it and passes it on when all of it that was handed out is committed;
 * after the lease time it is taken. Closing this closes all members.
 */
public final class ConsumerGroups implements StreamConsumerGroups, AutoCloseable {
  private static final int BEATS_A_LEASE = 3;

  private final Set<Member> members = ConcurrentHashMap.newKeySet();
  private final MessageStream streams;
  private final StartPlaces places;
  private final StreamCatalog catalog;
  private final Clock clock;
  private final Duration lease;

  /**
   * Creates the groups of a backend.
   *
   * @param streams the streams
   * @param replay finds their ends
   * @param catalog knows partitions and groups; the leases are stored beside its records
   * @param lease how long a member that is not heard of keeps its partitions; the same in all
   *     processes
   */
  public ConsumerGroups(
      MessageStream streams,
      StreamReplay replay,
      StreamCatalog catalog,
      Clock clock,
      Duration lease) {
    this.streams = streams;
    this.places = new StartPlaces(replay);
    this.catalog = catalog;
    this.clock = clock;
    this.lease = lease;
  }

  @Override
  public GroupMember join(String stream, String group, ReadFrom from) {
    Membership membership = enter(stream, group, from);
    Member member = new Member(streams, stream, group, membership, clock);
    Duration every = lease.dividedBy(BEATS_A_LEASE);
    String name = "group " + group + " of " + stream;
    Heartbeat heartbeat = Heartbeat.start(membership::beat, clock, every, name);
    members.add(member);
    member.leavingBy(
        () -> {
          heartbeat.stop();
          membership.leave();
          members.remove(member);
        });
    return member;
  }

  /** Becomes a member that does not beat by itself. */
  Membership enter(String stream, String group, ReadFrom from) {
    catalog.addGroup(stream, group);
    Leases leases = leases(stream, group);
    Set<Integer> missing = new TreeSet<>(partitions(leases));
    missing.removeIf(partition -> leases.read(partition).isPresent());
    if (!missing.isEmpty()) {
      places.resolve(stream, from, missing).forEach(leases::create);
    }
    Membership membership = new Membership(leases, UUID.randomUUID().toString(), clock, lease);
    try {
      membership.beat();
    } catch (OperationException e) {
      membership.leave();
      throw e;
    }
    return membership;
  }

  @Override
  public void reset(String stream, String group, ReadFrom to) {
    Leases leases = leases(stream, group);
    Set<Integer> moved = to.of(leases.partitions());
    Map<Integer, Long> positions = places.resolve(stream, to, moved);
    catalog.addGroup(stream, group);
    positions.forEach(leases::move);
    members.stream().filter(member -> member.isOf(stream, group)).forEach(Member::look);
  }

  @Override
  public Map<Integer, Long> lag(String stream, String group) {
    Map<Integer, Long> lag = new TreeMap<>();
    if (catalog.groups(stream).contains(group)) {
      Leases leases = leases(stream, group);
      for (int partition : partitions(leases)) {
        ReadFrom next =
            leases
                .read(partition)
                .flatMap(stored -> Lease.after(partition, stored.lease().position()))
                .map(offset -> ReadFrom.after(List.of(offset)))
                .orElse(ReadFrom.earliest());
        lag.put(partition, streams.count(stream, next.in(List.of(partition))));
      }
    }
    return lag;
  }

  /** Returns, for each partition, the first position that a group has not committed. */
  long[] floors(String stream) {
    long[] floors = new long[catalog.partitions(stream)];
    Arrays.fill(floors, Long.MAX_VALUE);
    for (String group : catalog.groups(stream)) {
      Leases leases = leases(stream, group);
      for (int partition : partitions(leases)) {
        long committed =
            leases.read(partition).map(Stored::lease).map(Lease::position).orElse(Lease.NOTHING);
        floors[partition] = Math.min(floors[partition], committed + 1);
      }
    }
    return floors;
  }

  private Leases leases(String stream, String group) {
    return new Leases(catalog.records(), stream, group, catalog.partitions(stream));
  }

  private static List<Integer> partitions(Leases leases) {
    return IntStream.range(0, leases.partitions()).boxed().toList();
  }

  @Override
  public void close() {
    List.copyOf(members).forEach(GroupMember::close);
  }
}
