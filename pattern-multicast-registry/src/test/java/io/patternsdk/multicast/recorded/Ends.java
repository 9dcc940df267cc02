package io.patternsdk.multicast.recorded;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.layer.Call;
import io.patternsdk.core.layer.Interceptor;
import io.patternsdk.core.layer.Invocation;
import io.patternsdk.core.layer.Layer;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Site;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A layer by which a process ends at a call to a backend that is chosen by its number: before it is
 * made, or after it was made and before its answer. What is called of itself, by housekeeping, does
 * not count, but ends too.
 */
public final class Ends implements Layer {
  private final int at;
  private final boolean after;
  private final Runnable end;
  private final AtomicInteger calls = new AtomicInteger();
  private volatile boolean armed;
  private volatile boolean ended;

  private Ends(int at, boolean after, Runnable end) {
    this.at = at;
    this.after = after;
    this.end = end;
  }

  /** Ends at a call, from 1; in the thread that makes it, by what is given. */
  public static Ends at(int call, boolean after, Runnable end) {
    return new Ends(call, after, end);
  }

  /** Counts, and never ends. */
  public static Ends never() {
    return new Ends(Integer.MAX_VALUE, false, () -> {});
  }

  /** Counts from now on. */
  public void arm() {
    armed = true;
  }

  /** Returns how many calls were counted. */
  public int calls() {
    return calls.get();
  }

  /** Lets calls be made again. */
  public void revive() {
    ended = false;
    armed = false;
  }

  /** Tells whether it has ended. */
  public boolean ended() {
    return ended;
  }

  @Override
  public Interceptor bind(Site site, Operation operation) {
    return new Interceptor() {
      @Override
      public <T> T call(Invocation invocation, Call<T> next) {
        return passed(next);
      }
    };
  }

  private <T> T passed(Call<T> next) {
    if (ended) {
      throw new BackendException(ErrorKind.UNAVAILABLE, Effect.NONE, "the process has ended", null);
    }
    String thread = Thread.currentThread().getName();
    boolean counts =
        armed && !thread.startsWith("housekeeping-") && !thread.startsWith("deliveries-");
    boolean last = counts && calls.incrementAndGet() == at;
    if (last && !after) {
      endNow();
    }
    T answer = next.run();
    if (last) {
      endNow();
    }
    return answer;
  }

  private void endNow() {
    ended = true;
    end.run();
    if (ended) {
      throw new BackendException(
          ErrorKind.UNAVAILABLE, Effect.UNKNOWN, "the process has ended", null);
    }
  }
}
