package io.patternsdk.core.stream.coordination;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.stream.GroupMember;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.StreamRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A member of a group: reads what its {@link Membership} has, and commits. */
final class Member implements GroupMember {
  private final MessageStream streams;
  private final Membership membership;
  private final Assignment assignment;
  private final Clock clock;
  private final String stream;
  private final String group;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile @Nullable Reading reading;
  private volatile Runnable leave;

  Member(MessageStream streams, String stream, String group, Membership membership, Clock clock) {
    this.streams = streams;
    this.stream = stream;
    this.group = group;
    this.membership = membership;
    this.assignment = membership.assignment();
    this.clock = clock;
    this.leave = membership::leave;
    membership.onChange(this::wake);
  }

  /** Says how to leave the group. */
  void leavingBy(Runnable action) {
    leave = action;
  }

  boolean isOf(String aStream, String aGroup) {
    return stream.equals(aStream) && group.equals(aGroup);
  }

  /** Learns at once what somebody in this process has changed. */
  void look() {
    membership.look();
  }

  @Override
  public List<StreamRecord> poll(int max, Duration wait) {
    admit();
    try {
      return awaited(max, wait);
    } finally {
      if (closed.get()) {
        wake(); // what was opened meanwhile
      }
    }
  }

  private List<StreamRecord> awaited(int max, Duration wait) {
    Deadline deadline = Deadline.current();
    long until = clock.nanoTime() + deadline.atMost(wait).toNanos();
    while (true) {
      Reading now = reading();
      long left = Math.max(0, until - clock.nanoTime());
      List<StreamRecord> records = poll(now, max, left);
      if (!records.isEmpty()
          || closed.get()
          || until - clock.nanoTime() <= 0
          || deadline.passed()) {
        return records;
      }
    }
  }

  private List<StreamRecord> poll(Reading now, int max, long nanos) {
    if (now.isEmpty()) {
      await(now.version(), nanos);
      return List.of();
    }
    try {
      return now.poll(max, Duration.ofNanos(nanos));
    } catch (OperationException e) {
      if (now.ended()) {
        return List.of(); // its reader was closed to begin anew
      }
      throw e;
    }
  }

  private Reading reading() {
    Reading now = reading;
    while (now == null || now.spent() || now.version() != assignment.version()) {
      if (now != null) {
        reading = null;
        now.end();
      }
      now = Reading.open(streams, stream, assignment);
      reading = now; // before its version is compared again: who changes it ends what is here
    }
    return now;
  }

  private void await(long version, long nanos) {
    try {
      assignment.await(version, nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackendException(ErrorKind.CANCELLED, Effect.NONE, "interrupted", e);
    }
  }

  /** Has whoever waits begin anew; a reading that has just begun with the change is ended too. */
  void wake() {
    Reading now = reading;
    if (now != null) {
      now.end();
    }
  }

  @Override
  public void commit(Collection<Offset> offsets) {
    admit();
    Map<Integer, Long> greatest = new TreeMap<>();
    offsets.forEach(offset -> greatest.merge(offset.partition(), offset.position(), Math::max));
    Set<Integer> foreign = new TreeSet<>();
    greatest.forEach(
        (partition, position) -> {
          Optional<Held> held = assignment.get(partition);
          if (held.isEmpty() || !held.get().commit(position)) {
            foreign.add(partition);
          }
        });
    membership.settle(greatest.keySet());
    if (!foreign.isEmpty()) {
      throw new BackendException(
          ErrorKind.CONFLICT,
          "of "
              + stream
              + " partitions "
              + foreign
              + " are no longer this member's, or went on from another place;"
              + " what it was handed of them is handed out again");
    }
  }

  private void admit() {
    if (closed.get()) {
      throw new BackendException(ErrorKind.CLOSED, "the member has left the group");
    }
  }

  @Override
  public Set<Integer> assignment() {
    return closed.get() ? Set.of() : assignment.valid();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      assignment.change();
      wake();
      leave.run();
    }
  }
}
