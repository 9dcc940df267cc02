package io.patternsdk.core.stream.coordination;

import io.patternsdk.core.Clock;
import io.patternsdk.core.OperationException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/** Beats again and again on a virtual thread until it is stopped. */
final class Heartbeat {
  private static final Logger LOG = System.getLogger(Heartbeat.class.getName());

  private final ReentrantLock beating = new ReentrantLock();
  private final Runnable beat;
  private final Clock clock;
  private final Duration every;
  private final Thread thread;
  private volatile boolean stopped;

  private Heartbeat(Runnable beat, Clock clock, Duration every, String name) {
    this.beat = beat;
    this.clock = clock;
    this.every = every;
    this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  static Heartbeat start(Runnable beat, Clock clock, Duration every, String name) {
    Heartbeat heartbeat = new Heartbeat(beat, clock, every, name);
    heartbeat.thread.start();
    return heartbeat;
  }

  private void run() {
    try {
      while (!stopped) {
        clock.sleep(every);
        beat();
      }
    } catch (InterruptedException e) {
      // stopped: nobody else has the thread
    }
  }

  private void beat() {
    beating.lock();
    try {
      if (!stopped) {
        beat.run();
      }
    } catch (OperationException e) {
      LOG.log(Level.DEBUG, () -> thread.getName() + " goes on with the next beat", e);
    } finally {
      beating.unlock();
    }
  }

  /** Stops after the beat under way. */
  void stop() {
    stopped = true;
    beating.lock(); // a call of the backend is not interrupted
    try {
      thread.interrupt();
    } finally {
      beating.unlock();
    }
  }
}
