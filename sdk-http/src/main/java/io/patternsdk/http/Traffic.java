package io.patternsdk.http;

import io.patternsdk.core.Deadline;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The requests under way: lets new ones in until told otherwise, and waits for the rest. */
final class Traffic {
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration STALLED = Duration.ofSeconds(30);
  private static final Duration STALLED_WHILE_STOPPING = Duration.ofSeconds(2);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
  private boolean stopped;
  private boolean watched;
  private long requests;

  /** Notes the begin of a request; false if no more are taken. */
  boolean enter() {
    lock.lock();
    try {
      if (!stopped) {
        requests++;
      }
      return !stopped;
    } finally {
      lock.unlock();
    }
  }

  void leave() {
    lock.lock();
    try {
      if (--requests == 0) {
        idle.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Notes an open stream; ends it at once if no more are taken. */
  void add(EventStream stream) {
    lock.lock();
    try {
      streams.add(stream);
      if (!watched) {
        watched = true;
        var unused = Thread.ofVirtual().name("streams").start(this::watch);
      }
      if (stopped) {
        stream.close();
      }
    } finally {
      lock.unlock();
    }
  }

  void remove(EventStream stream) {
    streams.remove(stream);
  }

  /** Cuts the streams of clients that have stopped reading, as long as there are streams. */
  private void watch() {
    try {
      while (!unwatched()) {
        Thread.sleep(LOOK);
        Duration longest = isStopped() ? STALLED_WHILE_STOPPING : STALLED;
        streams.forEach(stream -> stream.cutIfStalled(longest));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean unwatched() {
    lock.lock();
    try {
      watched = !streams.isEmpty();
      return !watched;
    } finally {
      lock.unlock();
    }
  }

  private boolean isStopped() {
    lock.lock();
    try {
      return stopped;
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more requests, and ends the streams. */
  void stop() {
    lock.lock();
    try {
      stopped = true;
    } finally {
      lock.unlock();
    }
    streams.forEach(EventStream::close);
  }

  void await(Deadline deadline) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (requests > 0 && !deadline.passed()) {
        idle.await(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
      }
    } finally {
      lock.unlock();
    }
  }

  long requests() {
    lock.lock();
    try {
      return requests;
    } finally {
      lock.unlock();
    }
  }
}
