package io.patternsdk.cdc;

import io.patternsdk.core.pattern.Choice;
import io.patternsdk.core.standard.StandardCapabilities;

/** What a destination may be. */
final class Destinations {
  /** Tables keep their positions themselves, so they are the better ones. */
  static final Choice<Maker> CHOICE =
      Choice.of(Maker.class)
          .or(
              StandardCapabilities.TABLE_UPSERT,
              tables -> site -> new TableDestination(tables, site.settings()))
          .or(
              StandardCapabilities.STREAM_BASIC,
              streams ->
                  site ->
                      new StreamDestination(
                          streams,
                          new Envelopes(
                              site.settings(),
                              site.source(),
                              site.settings().route(site.name()).topic()),
                          new StoredPosition(site.state(), site.key())));

  private Destinations() {}

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
