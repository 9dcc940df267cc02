package io.patternsdk.core.layer;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a driver opened, with its layers: what a forwarder keeps behind the object that it hands
 * out. For one thread at a time.
 *
 * @param <H> what the driver opened
 */
public final class BoundHandle<H extends AutoCloseable> implements AutoCloseable {
  private final Invocation opening;
  private final Site site;
  private final H opened;
  private final Handle layers;
  private @Nullable Throwable failure;
  private boolean ended;

  BoundHandle(Invocation opening, Site site, H opened, Handle layers) {
    this.opening = opening;
    this.site = site;
    this.opened = opened;
    this.layers = layers;
  }

  /**
   * Makes a step through the layers, as a call of the operation that opened it.
   *
   * @throws IllegalStateException if it is closed
   */
  public <T> T step(Function<H, T> driver) {
    try {
      return passing(opening, () -> BoundOperation.checked(() -> driver.apply(opened)));
    } catch (OperationException e) {
      throw BoundOperation.located(e, site, opening.operation());
    }
  }

  /** Makes a step without a result, as {@link #step} does. */
  public void run(Consumer<H> driver) {
    step(
        opened -> {
          driver.accept(opened);
          return true;
        });
  }

  /** Returns what the driver opened, for the nested capabilities that it hands out. */
  public H opened() {
    return opened;
  }

  <T> T passing(Invocation step, Call<T> next) {
    if (ended) {
      throw new IllegalStateException(opening + " is closed");
    }
    if (Deadline.current().passed()) {
      throw new RejectedException(Rejection.DEADLINE, "the deadline has passed");
    }
    try {
      T result = layers.step(step, next);
      failure = null;
      return result;
    } catch (RuntimeException | Error e) {
      failure = e;
      throw e;
    }
  }

  /** Ends it: what was not made to last by a step is undone. Repeating does nothing. */
  @Override
  public void close() {
    if (ended) {
      return;
    }
    ended = true;
    try {
      layers.end(failure);
    } catch (OperationException e) {
      throw BoundOperation.located(e, site, opening.operation());
    }
  }
}
