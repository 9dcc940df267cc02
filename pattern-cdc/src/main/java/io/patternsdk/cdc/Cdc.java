package io.patternsdk.cdc;

import static io.patternsdk.core.standard.StandardCapabilities.CHANGEFEED_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;

import io.patternsdk.cdc.CdcStatus.DestinationStatus;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Health;
import io.patternsdk.core.changefeed.ChangeFeeds;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.pattern.FilledSlot;
import io.patternsdk.core.pattern.Pattern;
import io.patternsdk.core.pattern.PatternContext;
import io.patternsdk.core.pattern.Unfinished;
import io.patternsdk.core.table.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Captures the changes of some tables and delivers them to all destinations, in order. Of several
 * processes with the same state and feed one does, and another takes over when it is not heard of.
 * What was delivered to a table is there once; to a stream it may come again, after a crash or a
 * lost answer, in the same order.
 */
public final class Cdc implements Pattern {
  private final CdcSettings settings;
  private final State state;
  private final Keys keys;
  private final Control control;
  private final Map<String, Counts> counts = new LinkedHashMap<>();
  private final Leader leader;
  private final Statuses statuses;

  Cdc(PatternContext context, CdcSettings settings) {
    this.settings = settings;
    FilledSlot kept = context.slot(CdcProvider.STATE);
    this.state = new State(kept.require(KEYVALUE_BASIC), kept.require(KEYVALUE_CAS));
    this.keys = new Keys(settings.feed());
    this.control = new Control(state, keys.control());
    for (FilledSlot member : context.members(CdcProvider.DESTINATION)) {
      if (counts.put(CdcProvider.destination(member), new Counts()) != null) {
        throw new IllegalStateException(
            "two destinations are called " + CdcProvider.destination(member));
      }
    }
    ChangeFeeds feeds = context.slot(CdcProvider.SOURCE).require(CHANGEFEED_BASIC);
    this.leader = new Leader(context, settings, feeds, state, control, counts);
    this.statuses = new Statuses(leader, control, counts, context.clock());
    CdcMeters.publish(context.meters(), this, counts, settings.tables());
  }

  /** Begins to build one for a program that uses it as a library. */
  public static CdcBuilder builder() {
    return new CdcBuilder();
  }

  @Override
  public void start() {
    leader.start();
  }

  @Override
  public void shutdown(Deadline deadline) {
    leader.stop(deadline);
  }

  @Override
  public String account() {
    return counts.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue().all())
        .collect(Collectors.joining("; "));
  }

  @Override
  public Health health(Deadline deadline) {
    List<String> worries = new ArrayList<>();
    for (DestinationStatus each : status().destinations()) {
      each.trouble().ifPresent(trouble -> worries.add(each.name() + ": " + trouble));
      if (each.counts().parked() > 0) {
        worries.add(each.name() + ": " + each.counts().parked() + " changes are parked");
      }
    }
    leader.governor().worry().ifPresent(worries::add);
    if (control.wish().paused()) {
      worries.add("it is paused");
    }
    return worries.isEmpty() ? Health.up() : Health.degraded(String.join("; ", worries));
  }

  @Override
  public Unfinished unfinished() {
    Counts.Count all =
        counts.values().stream().map(Counts::all).reduce(Counts.Count.NONE, Counts.Count::plus);
    return Unfinished.inFlight(all.left());
  }

  /**
   * Reads nothing more until {@link #resume}, in whichever process leads, within a third of the
   * lease; also after a restart. What was read is delivered.
   */
  public void pause() {
    control.pause(true);
  }

  /** Goes on after {@link #pause}. */
  public void resume() {
    control.pause(false);
  }

  /**
   * Wants all rows of some tables delivered once more, in whichever process leads, in their place
   * among the changes; a later wish replaces one that has not ended.
   *
   * @param tables of which; none for all
   * @throws BackendException INVALID_ARGUMENT if one of them is not captured
   */
  public void snapshot(Set<TableName> tables) {
    if (!settings.tables().containsAll(tables)) {
      throw new BackendException(
          ErrorKind.INVALID_ARGUMENT, tables + " are not all captured: " + settings.tables());
    }
    control.snapshot(tables.isEmpty() ? settings.tables() : tables);
  }

  /**
   * Returns the rows of which changes are parked for a destination, in the order of the first of
   * them.
   *
   * @throws BackendException NOT_FOUND if there is no such destination
   */
  public List<ParkedKey> parked(String destination) {
    check(destination);
    Map<RowKey, ParkedKey> rows = new LinkedHashMap<>();
    for (Parked.Entry entry : Parked.look(state, keys.parked(destination))) {
      for (RowKey row : entry.keys()) {
        rows.merge(
            row,
            new ParkedKey(
                row.table(), row.text(), 1, entry.position(), entry.reason(), entry.since()),
            (first, more) ->
                new ParkedKey(
                    first.table(),
                    first.key(),
                    first.changes() + 1,
                    first.position(),
                    first.reason(),
                    first.since()));
      }
    }
    return List.copyOf(rows.values());
  }

  /**
   * Delivers the parked changes of every row to a destination, in their order, as far as it takes
   * them now. Returns how many it took.
   *
   * @throws BackendException NOT_FOUND if there is no such destination, CONFLICT if this process
   *     does not lead
   */
  public int retry(String destination) {
    return delivery(destination).between(outlet -> outlet.retry(Optional.empty()));
  }

  /**
   * As {@link #retry(String)}, for one row.
   *
   * @param key the columns of its key as {@link ParkedKey#key} has them
   */
  public int retry(String destination, TableName table, String key) {
    RowKey row = new RowKey(table, key);
    return delivery(destination).between(outlet -> outlet.retry(Optional.of(row)));
  }

  /**
   * Drops the first change that is parked of a row, for ever; those behind it stay until they are
   * retried. Returns its position; empty if none is parked.
   *
   * @param key the columns of its key as {@link ParkedKey#key} has them
   * @throws BackendException as for {@link #retry(String)}
   */
  public Optional<FeedPosition> skip(String destination, TableName table, String key) {
    return delivery(destination).between(outlet -> outlet.skip(new RowKey(table, key)));
  }

  private void check(String destination) {
    if (!counts.containsKey(destination)) {
      throw new BackendException(
          ErrorKind.NOT_FOUND, "there is no destination " + destination + ": " + counts.keySet());
    }
  }

  private Delivery delivery(String destination) {
    check(destination);
    return leader
        .leading(destination)
        .orElseThrow(
            () -> new BackendException(ErrorKind.CONFLICT, "another process leads, or none yet"));
  }

  /** Returns how it is going; calls no backend. */
  public CdcStatus status() {
    return statuses.now();
  }
}
