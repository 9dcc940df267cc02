package io.patternsdk.security.audit;

import io.patternsdk.core.Clock;
import io.patternsdk.core.Meters;
import java.time.Duration;
import java.time.Instant;

/**
 * Takes audit records and has a thread of its own write them to a sink, so that nobody who is
 * audited waits for a disk. Records that are not written yet have a bound. Where it is reached,
 * {@link #reserve} says so by an exception before anything is done; with {@link Builder#dropping}
 * things are done without a record, which a metric and the log itself then tell. While the sink
 * fails, what waits is tried again once a second.
 *
 * <p>A record is not kept yet when whoever made it goes on: a process that is killed loses those of
 * the last moment. Thread-safe.
 */
public final class AuditLogger implements AutoCloseable {
  private final Waiting waiting;
  private final boolean dropping;
  private final Clock clock;
  private final AuditWriter writer;
  private final Duration patience;

  private AuditLogger(Builder b) {
    this.clock = b.clock;
    this.dropping = b.dropping;
    this.patience = b.patience;
    this.waiting = new Waiting(b.capacity);
    this.writer = new AuditWriter(b.sink, waiting, b.clock);
    publish(b.meters);
    writer.start();
  }

  /** Starts with one that writes to a sink, which stays open when the logger is closed. */
  public static Builder to(AuditSink sink) {
    return new Builder(sink);
  }

  private void publish(Meters meters) {
    meters.gauge("audit_waiting", "Audit records that are not written yet.", waiting::used);
    meters.gauge(
        "audit_failing",
        "1 while audit records cannot be written.",
        () -> writer.failing() ? 1 : 0);
    meters.total("audit_written_total", "Audit records that are written.", writer::written);
    meters.total("audit_lost_total", "Things done or refused without a record.", waiting::lost);
    meters.total("audit_refused_total", "Things not done for want of a record.", waiting::refused);
  }

  /**
   * Takes a place for the record of what is about to be done.
   *
   * @throws AuditFullException if there is none, unless this logger drops what finds no room
   */
  public Place reserve() {
    boolean held = waiting.take(!dropping);
    if (!held && !dropping) {
      throw new AuditFullException(waiting.capacity());
    }
    return new Place(held);
  }

  /**
   * Records what was refused. Strangers cause such records, so these take at most half of the
   * places; beyond that they are counted alone. Never throws, never waits.
   *
   * @return whether there was room
   */
  public boolean offer(AuditRecord record) {
    return waiting.offer(new AuditEntry.Asked(clock.now(), record));
  }

  /**
   * Takes no more, waits for the records of what is under way, and until all are written. What is
   * under way for too long has none: how many those are is the last that is written. If records
   * cannot be written, that is tried once more and then given up. The program's log says how many
   * are lost.
   */
  @Override
  public void close() {
    writer.close(patience);
  }

  /** A place for one record; for one thread at a time. */
  public final class Place implements AutoCloseable {
    private final Instant since = clock.now();
    private final boolean held;
    private boolean used;

    private Place(boolean held) {
      this.held = held;
    }

    /**
     * Records what was done, with the time when the place was taken. Once the logger is closed it
     * is lost, as the log says already.
     *
     * @throws IllegalStateException if it was used already, or given back
     */
    public void record(AuditRecord record) {
      if (used) {
        throw new IllegalStateException("the place of this record is used already");
      }
      used = true;
      if (held) {
        waiting.put(new AuditEntry.Asked(since, record));
      } else {
        waiting.lose(1);
      }
    }

    /** Gives the place back if nothing was recorded. */
    @Override
    public void close() {
      if (!used && held) {
        waiting.giveBack();
      }
      used = true;
    }
  }

  /** Builds an {@link AuditLogger}; for one thread. */
  public static final class Builder {
    private final AuditSink sink;
    private int capacity = 10_000;
    private boolean dropping;
    private Duration patience = Duration.ofSeconds(5);
    private Clock clock = Clock.system();
    private Meters meters = Meters.none();

    private Builder(AuditSink sink) {
      this.sink = sink;
    }

    /** Sets how many records may wait to be written, at least 2; 10,000 by default. */
    public Builder capacity(int records) {
      if (records < 2) {
        throw new IllegalArgumentException("capacity is " + records + "; expected at least 2");
      }
      this.capacity = records;
      return this;
    }

    /** Lets things be done without a record where there is no room for one. */
    public Builder dropping(boolean drops) {
      this.dropping = drops;
      return this;
    }

    /** Sets for how long {@link AuditLogger#close} waits for what is under way; 5 s by default. */
    public Builder patience(Duration most) {
      this.patience = most;
      return this;
    }

    /** Sets the clock; that of this machine by default. */
    public Builder clock(Clock clock) {
      this.clock = clock;
      return this;
    }

    /** Sets where it is counted what is written, waits and is lost; nowhere by default. */
    public Builder meters(Meters meters) {
      this.meters = meters;
      return this;
    }

    /** Returns the logger; its thread runs until it is closed. */
    public AuditLogger build() {
      return new AuditLogger(this);
    }
  }
}
