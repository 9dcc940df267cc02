package io.patternsdk.session;

import io.patternsdk.core.merge.State;
import io.patternsdk.session.SessionException.Code;
import io.patternsdk.session.internal.regions.Region;
import io.patternsdk.session.internal.regions.Regions;
import java.util.List;
import java.util.Optional;

/** Reads sessions as other regions have them. Thread-safe. */
final class RegionalReads {
  private final Regions regions;
  private final SessionCodec codec;

  RegionalReads(Regions regions, SessionCodec codec) {
    this.regions = regions;
    this.codec = codec;
  }

  Optional<Session> get(String region, String key) {
    Region there = regions.region(region).orElseThrow(() -> unknown(region, regions.names()));
    return there
        .read(key)
        .filter(record -> record.state() == State.ALIVE)
        .map(record -> codec.session(key, record));
  }

  static SessionException unknown(String region, List<String> regions) {
    return new SessionException(
        Code.INVALID, "there is no other region \"%s\"; there are %s".formatted(region, regions));
  }
}
