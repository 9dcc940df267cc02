package io.patternsdk.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/** What goes along with every deadline that is carried, each once however many asked for it. */
final class Companions {
  private static final ReentrantLock LOCK = new ReentrantLock();
  private static final List<Deadline.Companion> ASKED_FOR = new ArrayList<>();
  private static volatile Deadline.Companion[] distinct = {};

  private Companions() {}

  static Deadline.Accompaniment add(Deadline.Companion companion) {
    change(() -> ASKED_FOR.add(companion));
    AtomicBoolean open = new AtomicBoolean(true);
    return () -> {
      if (open.getAndSet(false)) {
        change(() -> ASKED_FOR.remove(companion));
      }
    };
  }

  private static void change(Runnable change) {
    LOCK.lock();
    try {
      change.run();
      distinct = ASKED_FOR.stream().distinct().toArray(Deadline.Companion[]::new);
    } finally {
      LOCK.unlock();
    }
  }

  static Runnable carry(Runnable task) {
    Runnable bound = task;
    for (Deadline.Companion companion : distinct) {
      bound = companion.carry(bound);
    }
    return bound;
  }

  static <T> Callable<T> carry(Callable<T> task) {
    Callable<T> bound = task;
    for (Deadline.Companion companion : distinct) {
      bound = companion.carry(bound);
    }
    return bound;
  }
}
