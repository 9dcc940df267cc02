package io.patternsdk.cdc;

import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.table.TableName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How capturing is going in this process.
 *
 * @param role whether it leads
 * @param paused whether somebody has paused it
 * @param read up to where the source was read; empty before anything was
 * @param confirmed up to where the source was told that it may let changes go
 * @param snapshot how the snapshot is going; empty where none is under way
 * @param source what the source keeps; empty where it does not say or was not asked yet
 * @param destinations how each is
 */
public record CdcStatus(
    Role role,
    boolean paused,
    Optional<FeedPosition> read,
    Optional<FeedPosition> confirmed,
    Optional<SnapshotStatus> snapshot,
    Optional<SourceStatus> source,
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
   * How a snapshot is going.
   *
   * @param tables how many tables it is of
   * @param rows how many rows were read, by this process and those before it
   * @param bytes about how large they were at the source
   * @param total about how many there are; empty if the source does not say
   * @param rate how many rows this process has read in a second
   * @param remaining how long it takes at that rate; empty where that is not known
   */
  public record SnapshotStatus(
      int tables,
      long rows,
      long bytes,
      OptionalLong total,
      double rate,
      Optional<Duration> remaining) {}

  /**
   * What the source kept when it was asked last.
   *
   * @param end up to where it has written
   * @param unconfirmed how many bytes of its log no destination had or some did not
   * @param behind how long ago it was asked first for the oldest end of it that was not confirmed
   * @param kept how many bytes of its log it cannot forget
   * @param limit how many these may be; empty for any number
   * @param age how many transactions old the oldest state is that it cannot clean up
   * @param holder what keeps confirmed bytes, such as an open transaction; empty where nothing does
   */
  public record SourceStatus(
      FeedPosition end,
      long unconfirmed,
      Duration behind,
      long kept,
      OptionalLong limit,
      long age,
      Optional<String> holder) {}

  /**
   * How one destination is.
   *
   * @param name its name
   * @param position how far it has come; empty if nothing was delivered completely
   * @param trouble why nothing is delivered to it now; empty if it is
   * @param lag how far it is behind what was read, and why
   * @param counts what became of all changes
   * @param tables what became of the changes of each table, since this process leads
   */
  public record DestinationStatus(
      String name,
      Optional<FeedPosition> position,
      Optional<String> trouble,
      Lag lag,
      TableStatus counts,
      Map<TableName, TableStatus> tables) {}

  /**
   * How far a destination is behind.
   *
   * @param changes how many changes were read and are neither delivered nor left out
   * @param age how long ago the oldest of them was committed, by the clocks of the source and of
   *     this process
   * @param cause what it waits for
   */
  public record Lag(long changes, Duration age, Cause cause) {}

  /** What changes wait for. */
  public enum Cause {
    /** For nothing: all that the source has is delivered. */
    NONE,
    /** For the source: it has more than was read so far. */
    SOURCE,
    /** For the filter or a transformation. */
    TRANSFORM,
    /** For the destination. */
    DESTINATION,
    /** For somebody who retries or skips what is parked. */
    PARKED,
    /** For somebody who resumes it. */
    PAUSE
  }

  /**
   * What became of the changes of a table: those processed are delivered, filtered, parked, skipped
   * or under way.
   *
   * @param processed how many were handed to the destination, or found parked at the beginning
   * @param filtered how many of them the filter, the route or the user's own step left out
   * @param delivered how many of them were delivered
   * @param parked how many of them are parked
   * @param skipped how many parked ones somebody skipped
   * @param failed how often a change was refused for good
   */
  public record TableStatus(
      long processed, long filtered, long delivered, long parked, long skipped, long failed) {}
}
