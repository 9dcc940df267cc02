package io.patternsdk.core.stream.coordination;

import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.StreamReplay;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** Turns where to begin into positions that can be stored. */
record StartPlaces(StreamReplay replay) {

  /** Returns the position after which to read, for each of these partitions. */
  Map<Integer, Long> resolve(String stream, ReadFrom from, Collection<Integer> partitions) {
    boolean open = partitions.stream().anyMatch(partition -> from.offset(partition).isEmpty());
    ReadFrom otherwise = open && from.isLatest() ? replay.end(stream) : ReadFrom.earliest();
    Map<Integer, Long> places = new TreeMap<>();
    for (int partition : partitions) {
      places.put(
          partition,
          from.offset(partition)
              .or(() -> otherwise.offset(partition))
              .map(Offset::position)
              .orElse(Lease.NOTHING));
    }
    return places;
  }
}
