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
                          new Envelopes(site.settings(), site.source()),
                          new StoredPosition(
                              site.state(), "cdc/" + site.settings().feed() + "/" + site.name())));

  private Destinations() {}

  /**
   * What a destination is made with.
   *
   * @param name its own among the destinations
   * @param source the driver of the source
   */
  record Site(String name, String source, CdcSettings settings, State state) {}

  /** Makes a destination of a capability. */
  @FunctionalInterface
  interface Maker {
    /** Makes it. */
    Destination at(Site site);
  }
}
