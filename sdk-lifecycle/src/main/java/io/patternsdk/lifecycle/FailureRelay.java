package io.patternsdk.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Passes on that a pattern cannot go on; what it says while it is being made is kept until then.
 */
final class FailureRelay implements Consumer<Throwable> {
  private final List<Throwable> early = new ArrayList<>();
  private @Nullable Consumer<Throwable> target;

  @Override
  public void accept(Throwable cause) {
    Consumer<Throwable> known;
    synchronized (this) {
      known = target;
      if (known == null) {
        early.add(cause);
      }
    }
    if (known != null) {
      known.accept(cause);
    }
  }

  /** Names who is to hear of it from now on, and of what was said before. */
  void to(Consumer<Throwable> target) {
    List<Throwable> waiting;
    synchronized (this) {
      this.target = target;
      waiting = List.copyOf(early);
    }
    waiting.forEach(target);
  }
}
