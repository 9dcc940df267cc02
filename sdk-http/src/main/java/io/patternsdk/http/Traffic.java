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

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
  private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
  private final Thread watch = Thread.ofVirtual().name("http clients").unstarted(this::watch);
  private final Patience patience;
  private boolean stopped;
  private long requests;

  Traffic(Patience patience) {
    this.patience = patience;
  }

  Patience patience() {
    return patience;
  }

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

  /** Notes an open connection. */
  void add(Wire wire) {
    wires.add(wire);
  }

  /** Notes an open stream; ends it at once if no more are taken. */
  void add(EventStream stream) {
    lock.lock();
    try {
      streams.add(stream);
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

  /** Begins to cut the connections of clients that keep the server waiting; until {@link #end}. */
  void begin() {
    watch.start();
  }

  void end() {
    watch.interrupt();
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(LOOK);
        wires.removeIf(wire -> !wire.alive());
        patience.connections(wires.size());
        wires.forEach(Wire::cutIfOver);
        streams.forEach(stream -> stream.cutIfOver(patience));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
    patience.stop();
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
