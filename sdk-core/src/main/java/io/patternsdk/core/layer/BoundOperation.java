package io.patternsdk.core.layer;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One operation at one place with its layers: what a forwarder calls. Nothing starts past the
 * ambient deadline, and every exception that leaves says where it happened. Thread-safe.
 */
public final class BoundOperation {
  private final Site site;
  private final Operation operation;
  private final @Nullable Interceptor chain;

  private BoundOperation(Site site, Operation operation, @Nullable Interceptor chain) {
    this.site = site;
    this.operation = operation;
    this.chain = chain;
  }

  /**
   * Binds {@code layers}, outermost first.
   *
   * @throws IllegalArgumentException if they are in a wrong order, with the reason
   */
  public static BoundOperation bind(Site site, Operation operation, List<Layer> layers) {
    LayerOrder.check(layers);
    Interceptor chain = null;
    for (Layer layer : layers.reversed()) {
      Interceptor outer = layer.bind(site, operation);
      chain = chain == null ? outer : new Chain(outer, chain);
    }
    return new BoundOperation(site, operation, chain);
  }

  /** Makes a call through the layers. */
  public <T> T call(Call<T> driver) {
    if (Deadline.current().passed()) {
      throw located(new RejectedException(Rejection.DEADLINE, "the deadline has passed"));
    }
    try {
      return chain == null ? checked(driver) : chain.call(guarded(driver));
    } catch (OperationException e) {
      throw located(e);
    }
  }

  /** Makes a call that was asked to wait through the layers. */
  public <T> T call(Duration wait, Call<T> driver) {
    return call(Call.waiting(wait, driver));
  }

  /** Makes a call without a result through the layers. */
  public void run(Runnable driver) {
    call(
        () -> {
          driver.run();
          return true;
        });
  }

  /** Lets the layers add headers to a message on its way out; to be called inside a call. */
  public Message outgoing(Message message) {
    return chain == null ? message : chain.outgoing(message);
  }

  /** Hands a message that was delivered through the layers to its handler. */
  public void deliver(Message message, Runnable handler) {
    if (chain == null) {
      handler.run();
    } else {
      chain.deliver(message, handler);
    }
  }

  private OperationException located(OperationException e) {
    e.locate(site.slot(), site.driver(), operation.name());
    return e;
  }

  private static <T> Call<T> guarded(Call<T> driver) {
    Duration wait = driver.requestedWait();
    return wait.isZero() ? () -> checked(driver) : Call.waiting(wait, () -> checked(driver));
  }

  private static <T> T checked(Call<T> driver) {
    try {
      return driver.run();
    } catch (OperationException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new BackendException(ErrorKind.UNKNOWN, "unexpected: " + e, e);
    }
  }
}
