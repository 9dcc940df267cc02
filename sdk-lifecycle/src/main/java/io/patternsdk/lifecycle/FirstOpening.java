package io.patternsdk.lifecycle;

import io.patternsdk.core.OperationException;
import io.patternsdk.core.backend.Backend;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A backend that is being opened while the start waits for it, on a thread of its own. */
final class FirstOpening {
  private final Opener opener;
  private final ReentrantLock lock;
  private final Condition changed;
  private final Thread thread;

  // The lock guards the rest.
  private @Nullable Backend backend;
  private @Nullable Throwable failure;
  private boolean ended;
  private boolean abandoned;

  /**
   * Plans it.
   *
   * @param lock guards its state
   * @param changed is signalled when that has changed
   */
  FirstOpening(Opener opener, ReentrantLock lock, Condition changed) {
    this.opener = opener;
    this.lock = lock;
    this.changed = changed;
    this.thread = Thread.ofPlatform().name(opener.name()).daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      Backend opened = opener.open(failure -> note(null, failure, false));
      note(opened, null, true);
    } catch (InterruptedException e) {
      note(null, e, true); // as a rule the start waits for it no more
    } catch (RuntimeException | Error e) {
      note(null, e, true);
    }
  }

  private void note(@Nullable Backend opened, @Nullable Throwable reason, boolean last) {
    lock.lock();
    try {
      if (!abandoned) {
        backend = opened;
        failure = reason;
        ended = last;
        changed.signalAll();
        return;
      }
    } finally {
      lock.unlock();
    }
    if (opened != null) {
      opened.close();
    }
  }

  Opener opener() {
    return opener;
  }

  /** The backend if it is open; the lock is held. */
  Optional<Backend> backend() {
    return Optional.ofNullable(backend);
  }

  /** Why it was not opened so far; the lock is held. */
  Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  /** Whether an attempt has ended, well or not; the lock is held. */
  boolean tried() {
    return backend != null || failure != null;
  }

  /** Whether it will not be opened any more while the start waits; the lock is held. */
  boolean failed() {
    return ended && backend == null;
  }

  /** Whether it failed by what no other time would change: a fault of settings or code. */
  boolean broken() {
    return failed() && !(failure instanceof OperationException);
  }

  /** Waits for it no more: it tries no more, and closes itself what it opens yet. */
  void abandon() {
    abandoned = true;
    thread.interrupt();
  }
}
