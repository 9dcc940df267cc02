package io.patternsdk.core.stream.coordination;

import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.StreamReader;
import io.patternsdk.core.stream.StreamRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the partitions that a member has at one moment. For one thread, but for {@link #end}. */
final class Reading {
  private final Map<Integer, Assignment.Slot> slots;
  private final long version;
  private final Optional<StreamReader> reader;
  private final Set<Integer> refused = new TreeSet<>();
  private volatile boolean ended;

  private Reading(
      Map<Integer, Assignment.Slot> slots, long version, Optional<StreamReader> reader) {
    this.slots = slots;
    this.version = version;
    this.reader = reader;
  }

  static Reading open(MessageStream streams, String stream, Assignment assignment) {
    long version = assignment.version();
    Map<Integer, Assignment.Slot> slots = assignment.readable();
    return slots.isEmpty()
        ? new Reading(slots, version, Optional.empty())
        : new Reading(slots, version, Optional.of(streams.read(stream, from(slots))));
  }

  private static ReadFrom from(Map<Integer, Assignment.Slot> slots) {
    List<Offset> offsets = new ArrayList<>();
    slots.forEach(
        (partition, slot) -> Lease.after(partition, slot.place().after()).ifPresent(offsets::add));
    return ReadFrom.after(offsets).in(slots.keySet());
  }

  long version() {
    return version;
  }

  boolean isEmpty() {
    return slots.isEmpty();
  }

  /** Whether it has ended, or has read something that was not handed out and must be read again. */
  boolean spent() {
    return ended || !refused.isEmpty();
  }

  boolean ended() {
    return ended;
  }

  /** Returns those of the next records that the member may be handed. */
  List<StreamRecord> poll(int max, Duration wait) {
    List<StreamRecord> handed = new ArrayList<>();
    for (StreamRecord record : reader.orElseThrow().poll(max, wait)) {
      if (hand(record.offset())) {
        handed.add(record);
      }
    }
    return handed;
  }

  private boolean hand(Offset offset) {
    int partition = offset.partition();
    Assignment.Slot slot = slots.get(partition);
    boolean may =
        slot != null
            && !refused.contains(partition) // or one after it would be handed out before it
            && slot.held().hand(slot.place().epoch(), offset.position());
    if (!may) {
      refused.add(partition);
    }
    return may;
  }

  /** Gives the reader back; whoever waits in {@link #poll} is told so or finds nothing. */
  void end() {
    ended = true;
    reader.ifPresent(StreamReader::close);
  }
}
