package io.patternsdk.http;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is being written to one client, so that somebody can stop it if the client does not read: an
 * interrupt closes the connection of a virtual thread that writes. Thread-safe; one thread writes
 * at a time.
 */
final class Writing {
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Thread writer;
  private long since;
  private boolean cut;

  void begin() {
    lock.lock();
    try {
      writer = Thread.currentThread();
      since = System.nanoTime();
    } finally {
      lock.unlock();
    }
  }

  /** Ends it, and takes back the interrupt, which was not meant for what the thread does next. */
  void end() {
    lock.lock();
    try {
      writer = null;
      if (cut) {
        cut = false;
        boolean unused = Thread.interrupted();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Cuts the connection if the client has taken nothing for so long. */
  void cutIfLonger(Duration longest) {
    lock.lock();
    try {
      if (writer != null && System.nanoTime() - since >= longest.toNanos()) {
        cut = true;
        writer.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }
}
