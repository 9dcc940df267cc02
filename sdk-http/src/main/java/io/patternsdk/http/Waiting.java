package io.patternsdk.http;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The wait of a thread for one client, so that somebody can end it if the client does nothing: an
 * interrupt closes the connection of a virtual thread that reads or writes. Thread-safe; one thread
 * waits at a time.
 */
final class Waiting {
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Thread waiter;
  private Patience.With what = Patience.With.IDLE;
  private long since;
  private boolean cut;

  /** Begins it; the time counts from {@code since}, in {@link System#nanoTime}. */
  void begin(Patience.With what, long since) {
    lock.lock();
    try {
      waiter = Thread.currentThread();
      this.what = what;
      this.since = since;
    } finally {
      lock.unlock();
    }
  }

  /** Ends it, and takes back the interrupt, which was not meant for what the thread does next. */
  void end() {
    lock.lock();
    try {
      waiter = null;
      if (cut) {
        cut = false;
        boolean unused = Thread.interrupted();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Cuts the connection if there is no more patience with the client; does not block. */
  void cutIfOver(Patience patience) {
    lock.lock();
    try {
      if (waiter != null && patience.cut(what, since)) {
        cut = true;
        waiter.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }
}
