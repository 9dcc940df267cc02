package io.patternsdk.core.pattern;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells one listener of changes, one call at a time. Its thread ends when there is nothing to tell.
 */
final class Announcement {
  private static final Logger LOG = System.getLogger(FilledSlot.class.getName());

  private final String member;
  private final Supplier<MemberState> latest;
  private final Consumer<MemberState> listener;

  /** How often it was begun and its thread has not looked since; above zero there is a thread. */
  private final AtomicInteger pending = new AtomicInteger();

  private MemberState.@Nullable Status told; // of the thread, which is one at a time

  Announcement(String member, Supplier<MemberState> latest, Consumer<MemberState> listener) {
    this.member = member;
    this.latest = latest;
    this.listener = listener;
  }

  /** Tells the listener of the latest state, unless it knows its status; does not wait for it. */
  void begin() {
    if (pending.getAndIncrement() == 0) {
      Thread.ofVirtual().name("state of " + member).start(this::run);
    }
  }

  private void run() {
    int seen;
    do {
      seen = pending.get();
      tell(latest.get());
    } while (pending.addAndGet(-seen) > 0);
  }

  private void tell(MemberState state) {
    if (state.status() != told) {
      told = state.status();
      try {
        listener.accept(state);
      } catch (RuntimeException | Error e) {
        LOG.log(Level.WARNING, "a listener of the state of " + member + " failed", e);
      }
    }
  }
}
