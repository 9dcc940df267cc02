package io.patternsdk.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.testkit.contract.internal.Latches;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Virtual threads that write without a pause, and what they were told of each write: kept, perhaps
 * kept, or refused.
 */
public final class CrashLoad {
  private static final int WRITERS = 8;

  private final Consumer<String> write;
  private final Set<String> kept = ConcurrentHashMap.newKeySet();
  private final Set<String> perhaps = ConcurrentHashMap.newKeySet();
  private final Set<OperationException> failures = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean stop = new AtomicBoolean();

  /**
   * Creates a load that has not begun.
   *
   * @param write writes a text, another one each time, and returns when it is acknowledged
   */
  public CrashLoad(Consumer<String> write) {
    this.write = write;
  }

  /** Writes while {@code harm} runs in the calling thread. */
  public void run(Runnable harm) {
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      int writer = i;
      writers.add(Thread.startVirtualThread(() -> write(writer)));
    }
    try {
      harm.run();
    } finally {
      stop.set(true);
      writers.forEach(Latches::join);
    }
  }

  private void write(int writer) {
    for (int i = 0; !stop.get(); i++) {
      String text = "writer-" + writer + "-" + i;
      try {
        write.accept(text);
        kept.add(text);
      } catch (OperationException e) {
        failures.add(e);
        if (e.effect() == Effect.UNKNOWN) {
          perhaps.add(text);
        }
      }
    }
  }

  /** Returns the texts whose write was acknowledged. */
  public Set<String> kept() {
    return Collections.unmodifiableSet(kept);
  }

  /** Returns the texts whose write failed and may have been applied all the same. */
  public Set<String> perhaps() {
    return Collections.unmodifiableSet(perhaps);
  }

  /** Returns how many writes failed. */
  public int failures() {
    return failures.size();
  }

  /** Fails unless writes failed, all of them for want of the server. */
  void checkFailures() {
    assertThat(failures).isNotEmpty();
    checkReasons();
  }

  /** Fails if a write failed for another reason than want of the server. */
  public void checkReasons() {
    assertThat(failures)
        .allSatisfy(
            e ->
                assertThat(((BackendException) e).kind())
                    .as("kind of %s", e)
                    .isIn(ErrorKind.UNAVAILABLE, ErrorKind.TIMED_OUT));
  }
}
