package io.patternsdk.testkit.contract;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.stream.GroupMember;
import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.StreamRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A group of consumers of one stream; guarded by the lock of its store. */
final class ReferenceGroup {
  private final ReferenceServer server;
  private final ReferenceLog log;
  private final Map<Integer, Long> committed = new TreeMap<>();
  private final List<Member> members = new ArrayList<>();

  ReferenceGroup(ReferenceServer server, ReferenceLog log, ReadFrom from) {
    this.server = server;
    this.log = log;
    for (int partition = 0; partition < log.partitions(); partition++) {
      committed.put(partition, log.place(from, partition));
    }
  }

  long committed(int partition) {
    return committed.getOrDefault(partition, -1L);
  }

  GroupMember join(ReferenceStreams streams) {
    Member member = new Member(streams);
    members.add(member);
    balance();
    return member;
  }

  private void balance() {
    for (int i = 0; i < members.size(); i++) {
      Set<Integer> own = new TreeSet<>();
      for (int partition = 0; partition < log.partitions(); partition++) {
        if (partition % members.size() == i || server.has(Flaw.TWO_READ_ONE_PARTITION)) {
          own.add(partition);
        }
      }
      members.get(i).assign(own);
    }
  }

  void reset(Map<Integer, Long> places) {
    committed.putAll(places);
    if (!server.has(Flaw.A_RESET_IS_NOT_NOTICED)) {
      members.forEach(member -> member.restart(places.keySet()));
    }
  }

  Map<Integer, Long> lag() {
    Map<Integer, Long> lag = new TreeMap<>();
    committed.forEach((partition, after) -> lag.put(partition, log.count(partition, after)));
    if (server.has(Flaw.LAG_LEAVES_OUT_WHAT_WAS_POLLED)) {
      members.forEach(
          member -> member.places.forEach((p, after) -> lag.put(p, log.count(p, after))));
    }
    return lag;
  }

  /** A member, with the places up to which it was handed records of its partitions. */
  private final class Member implements GroupMember {
    private final ReferenceStreams streams;
    private final Map<Integer, Long> places = new HashMap<>();
    private boolean left;

    Member(ReferenceStreams streams) {
      this.streams = streams;
    }

    void assign(Set<Integer> own) {
      places.keySet().retainAll(own);
      own.forEach(partition -> places.putIfAbsent(partition, committed(partition)));
    }

    void restart(Set<Integer> partitions) {
      places.replaceAll((p, place) -> partitions.contains(p) ? Long.valueOf(committed(p)) : place);
    }

    @Override
    public List<StreamRecord> poll(int max, Duration wait) {
      return streams.await(wait, () -> left, () -> look(max));
    }

    private List<StreamRecord> look(int max) {
      List<StreamRecord> records = new ArrayList<>();
      places.forEach((p, after) -> records.addAll(log.read(p, after, max - records.size())));
      for (StreamRecord record : records) {
        places.put(record.offset().partition(), record.offset().position());
        if (server.has(Flaw.POLLING_COMMITS)) {
          committed.put(record.offset().partition(), record.offset().position());
        }
      }
      return records;
    }

    @Override
    public void commit(Collection<Offset> offsets) {
      int foreign = streams.locked(() -> take(offsets));
      if (foreign > 0 || left) {
        throw new BackendException(ErrorKind.CONFLICT, foreign + " are not this member's");
      }
    }

    private int take(Collection<Offset> offsets) {
      int foreign = 0;
      for (Offset offset : offsets) {
        Long place = places.get(offset.partition());
        boolean own = place != null && place >= offset.position();
        if (!own && !server.has(Flaw.ANYTHING_IS_COMMITTED)) {
          foreign++;
        } else if (!server.has(Flaw.COMMITS_ARE_LOST)) {
          boolean back = server.has(Flaw.COMMITS_GO_BACK);
          committed.merge(
              offset.partition(),
              offset.position(),
              (a, b) -> back ? b : Long.valueOf(Math.max(a, b)));
        }
      }
      return foreign;
    }

    @Override
    public Set<Integer> assignment() {
      return streams.locked(() -> new TreeSet<>(places.keySet()));
    }

    @Override
    public void close() {
      boolean unused =
          streams.locked(
              () -> {
                left = true;
                places.clear();
                if (members.remove(this) && !server.has(Flaw.LEAVING_KEEPS_THE_PARTITIONS)) {
                  balance();
                }
                streams.wake();
                return true;
              });
    }
  }
}
