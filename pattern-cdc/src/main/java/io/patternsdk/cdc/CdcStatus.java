package io.patternsdk.cdc;

import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.table.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How capturing is going in this process.
 *
 * @param role whether it leads
 * @param read up to where the source was read; empty before anything was
 * @param confirmed up to where the source was told that it may let changes go
 * @param destinations how each is
 */
public record CdcStatus(
    Role role,
    Optional<FeedPosition> read,
    Optional<FeedPosition> confirmed,
    List<DestinationStatus> destinations) {

  /** What a process does. */
  public enum Role {
    /** It waits for the leader to end. */
    STANDBY,
    /** It delivers the rows that were there. */
    SNAPSHOT,
    /** It delivers changes. */
    STREAMING,
    /** It has ended. */
    STOPPED
  }

  /**
   * How one destination is.
   *
   * @param name its name
   * @param position how far it has come; empty if nothing was delivered completely
   * @param trouble why nothing is delivered to it now; empty if it is
   * @param tables what became of the changes of each table, since this process leads
   */
  public record DestinationStatus(
      String name,
      Optional<FeedPosition> position,
      Optional<String> trouble,
      Map<TableName, TableStatus> tables) {}

  /**
   * What became of the changes of a table.
   *
   * @param processed how many were handed to the destination
   * @param filtered how many of them the filter left out
   * @param delivered how many of them were delivered
   */
  public record TableStatus(long processed, long filtered, long delivered) {}
}
