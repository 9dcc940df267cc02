package io.patternsdk.cdc;

import io.patternsdk.cdc.CdcSettings.Target;
import io.patternsdk.core.pattern.Choice;
import io.patternsdk.core.pattern.FilledSlot;
import io.patternsdk.core.standard.StandardCapabilities;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.table.TableUpsert;
import java.util.Optional;

/** What a destination may be. */
final class Destinations {
  /** Tables keep their positions themselves, so they are the better ones. */
  static final Choice<Maker> CHOICE =
      Choice.of(Maker.class)
          .or(StandardCapabilities.TABLE_UPSERT, Destinations::tables)
          .or(StandardCapabilities.STREAM_BASIC, Destinations::streams);

  private Destinations() {}

  /** Returns what makes a destination of a backend, as what it is wanted. */
  static Maker of(FilledSlot member, Optional<Target> wanted) {
    return wanted
        .map(
            target ->
                switch (target) {
                  case TABLES -> tables(member.require(StandardCapabilities.TABLE_UPSERT));
                  case STREAMS -> streams(member.require(StandardCapabilities.STREAM_BASIC));
                })
        .orElseGet(() -> member.require(CHOICE));
  }

  private static Maker tables(TableUpsert tables) {
    return site -> new TableDestination(tables, site.settings());
  }

  private static Maker streams(MessageStream streams) {
    return site -> {
      Topic topic = site.settings().route(site.name()).topic();
      return new StreamDestination(
          streams,
          new Envelopes(site.settings(), site.source(), topic),
          new StoredPosition(site.state(), site.key()));
    };
  }

  /**
   * What a destination is made with.
   *
   * @param name its own among the destinations
   * @param source the driver of the source
   * @param key where it may keep its position in the state
   */
  record Site(String name, String source, CdcSettings settings, State state, String key) {}

  /** Makes a destination of a capability. */
  @FunctionalInterface
  interface Maker {
    /** Makes it. */
    Destination at(Site site);
  }
}
