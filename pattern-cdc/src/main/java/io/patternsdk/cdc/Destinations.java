package io.patternsdk.cdc;

import io.patternsdk.cdc.CdcSettings.Target;
import io.patternsdk.core.pattern.Choice;
import io.patternsdk.core.pattern.FilledSlot;
import io.patternsdk.core.standard.StandardCapabilities;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.stream.StreamTransactions;
import io.patternsdk.core.table.TableUpsert;
import java.util.Optional;

/** What a destination may be. */
final class Destinations {
  /** Tables keep their positions themselves, so they are the better ones. */
  static final Choice<Maker> CHOICE =
      Choice.of(Maker.class)
          .or(StandardCapabilities.TABLE_UPSERT, Destinations::tables)
          .or(StandardCapabilities.STREAM_TRANSACTIONAL, Destinations::transactions)
          .or(StandardCapabilities.STREAM_BASIC, Destinations::streams);

  private Destinations() {}

  /**
   * Returns what makes a destination of a backend.
   *
   * @param wanted as what; empty for the better one
   * @param transactions whether streams keep the position where they can
   */
  static Maker of(FilledSlot member, Optional<Target> wanted, boolean transactions) {
    var unused = member.require(CHOICE); // refused while it is not open
    boolean tables = member.find(StandardCapabilities.TABLE_UPSERT).isPresent();
    return switch (wanted.orElse(tables ? Target.TABLES : Target.STREAMS)) {
      case TABLES -> tables(member.require(StandardCapabilities.TABLE_UPSERT));
      case STREAMS ->
          member
              .find(StandardCapabilities.STREAM_TRANSACTIONAL)
              .filter(there -> transactions)
              .map(Destinations::transactions)
              .orElseGet(() -> streams(member.require(StandardCapabilities.STREAM_BASIC)));
    };
  }

  private static Maker tables(TableUpsert tables) {
    return site -> new TableDestination(tables, site.settings());
  }

  private static Maker streams(MessageStream streams) {
    return site -> new StreamDestination(streams, site.envelopes(), site.position());
  }

  private static Maker transactions(StreamTransactions streams) {
    return site ->
        new TransactionalDestination(streams, site.envelopes(), site.key(), site.position());
  }

  /**
   * What a destination is made with.
   *
   * @param name its own among the destinations
   * @param source the driver of the source
   * @param key where it may keep its position in the state; the name of a writer of streams
   */
  record Site(String name, String source, CdcSettings settings, State state, String key) {
    private Envelopes envelopes() {
      return new Envelopes(settings, source, settings.route(name).topic());
    }

    private StoredPosition position() {
      return new StoredPosition(state, key);
    }
  }

  /** Makes a destination of a capability. */
  @FunctionalInterface
  interface Maker {
    /** Makes it. */
    Destination at(Site site);
  }
}
