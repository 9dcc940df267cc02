package io.patternsdk.security.audit;

import io.patternsdk.core.Clock;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** The thread that writes what waits. */
final class AuditWriter {
  private static final Logger LOG = System.getLogger(AuditLogger.class.getName());
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final AuditSink sink;
  private final Waiting waiting;
  private final Clock clock;
  private final Thread thread;
  private final AtomicLong written = new AtomicLong();
  private final ReentrantLock pause = new ReentrantLock();
  private boolean pausing;
  private volatile boolean failing;

  AuditWriter(AuditSink sink, Waiting waiting, Clock clock) {
    this.sink = sink;
    this.waiting = waiting;
    this.clock = clock;
    this.thread = Thread.ofPlatform().name("audit").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  boolean failing() {
    return failing;
  }

  long written() {
    return written.get();
  }

  private void run() {
    for (var next = waiting.next(clock::now); !next.isEmpty(); next = waiting.next(clock::now)) {
      write(next);
    }
  }

  private void write(List<AuditEntry> entries) {
    int done = 0;
    while (done < entries.size()) {
      boolean last = waiting.ended(); // before the attempt, of which there is one more
      List<AuditEntry> rest = entries.subList(done, entries.size());
      int kept = append(rest);
      done += kept;
      if (kept > 0) {
        int records = records(rest.subList(0, kept));
        waiting.free(records);
        written.addAndGet(records);
      } else if (last) {
        giveUp(rest);
        return;
      } else {
        pause();
      }
    }
  }

  private int append(List<AuditEntry> entries) {
    try {
      int kept = sink.append(entries);
      if (failing) {
        failing = false;
        LOG.log(Level.INFO, "audit records are written again");
      }
      return kept;
    } catch (IOException | RuntimeException | Error e) { // nobody else would see the thread end
      if (!failing) {
        failing = true;
        LOG.log(Level.ERROR, "audit records cannot be written, and wait: " + e);
      }
      return 0;
    }
  }

  private void giveUp(List<AuditEntry> rest) {
    int records = records(rest);
    waiting.free(records);
    waiting.lose(records);
    if (records > 0) {
      LOG.log(Level.ERROR, records + " audit records are lost, since they cannot be written");
    }
  }

  private static int records(List<AuditEntry> entries) {
    return (int) entries.stream().filter(AuditEntry.Asked.class::isInstance).count();
  }

  /** Waits a while, unless all is to end. */
  private void pause() {
    pausing(true);
    try {
      if (!waiting.ended()) {
        clock.sleep(PAUSE);
      }
    } catch (InterruptedException toEnd) {
      // tries once more
    } finally {
      pausing(false);
    }
  }

  private void pausing(boolean begins) {
    pause.lock();
    try {
      pausing = begins;
      if (!begins) {
        boolean unused = Thread.interrupted(); // it would close the file of the next attempt
      }
    } finally {
      pause.unlock();
    }
  }

  /**
   * Takes no more, and returns when all is written or given up.
   *
   * @param patience for how long it waits for records of what is under way
   */
  void close(Duration patience) {
    int unfilled = waiting.end(patience);
    if (unfilled > 0) {
      LOG.log(
          Level.ERROR,
          unfilled + " audit records are lost, since what they tell of is still under way");
    }
    pause.lock();
    try {
      if (pausing) {
        thread.interrupt();
      }
    } finally {
      pause.unlock();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
