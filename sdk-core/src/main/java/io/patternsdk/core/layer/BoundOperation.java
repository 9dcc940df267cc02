package io.patternsdk.core.layer;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
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
    return new BoundOperation(site, operation, chain(site, operation, layers));
  }

  /**
   * Binds an operation whose calls are steps of what is open: of {@code layers} only those that see
   * single attempts, or have no role, are put round it, since the handle has passed the others.
   */
  public static BoundOperation within(
      BoundHandle<?> handle, Site site, Operation operation, List<Layer> layers) {
    List<Layer> inner =
        layers.stream()
            .filter(layer -> layer.roles().stream().allMatch(role -> role == Role.ATTEMPT))
            .toList();
    Interceptor step = new WithinHandle(handle);
    Interceptor attempt = chain(site, operation, inner);
    return new BoundOperation(site, operation, attempt == null ? step : new Chain(step, attempt));
  }

  private static @Nullable Interceptor chain(Site site, Operation operation, List<Layer> layers) {
    Interceptor chain = null;
    for (Layer layer : layers.reversed()) {
      Interceptor outer = layer.bind(site, operation);
      chain = chain == null ? outer : new Chain(outer, chain);
    }
    return chain;
  }

  /** Returns a call on one thing, to be told more of. */
  public Invocation on(String target) {
    return Invocation.of(operation, target);
  }

  /** Makes a call on one thing through the layers. */
  public <T> T call(String target, Call<T> driver) {
    return call(on(target), driver);
  }

  /** Makes a call on nothing in particular through the layers. */
  public <T> T call(Call<T> driver) {
    return call(on(""), driver);
  }

  /** Makes a call through the layers. */
  public <T> T call(Invocation invocation, Call<T> driver) {
    try {
      checkDeadline();
      return chain == null ? checked(driver) : chain.call(invocation, () -> checked(driver));
    } catch (OperationException e) {
      throw located(e, site, operation);
    }
  }

  /** Makes a call on nothing in particular, without a result, through the layers. */
  public void run(Runnable driver) {
    run(on(""), driver);
  }

  /** Makes a call without a result through the layers. */
  public void run(Invocation invocation, Runnable driver) {
    call(
        invocation,
        () -> {
          driver.run();
          return true;
        });
  }

  /** Opens something that lives on through the layers; the caller closes it. */
  public <H extends AutoCloseable> BoundHandle<H> open(Invocation opening, Call<H> driver) {
    try {
      checkDeadline();
      OpeningCall<H> attempt = new OpeningCall<>(driver);
      Handle layers = chain == null ? attempt.run() : chain.open(opening, attempt);
      return new BoundHandle<>(opening, site, attempt.opened(), layers);
    } catch (OperationException e) {
      throw located(e, site, operation);
    }
  }

  /** Lets the layers add headers to a message on its way out; to be called inside a call. */
  public Message outgoing(Message message) {
    return chain == null ? message : chain.outgoing(message);
  }

  /** Hands a message that was delivered through the layers to its handler. */
  public void deliver(String source, Message message, Runnable handler) {
    if (chain == null) {
      handler.run();
    } else {
      chain.deliver(source, message, handler);
    }
  }

  private static void checkDeadline() {
    if (Deadline.current().passed()) {
      throw new RejectedException(Rejection.DEADLINE, "the deadline has passed");
    }
  }

  static OperationException located(OperationException e, Site site, Operation operation) {
    e.locate(site.slot(), site.driver(), operation.name());
    return e;
  }

  static <T> T checked(Call<T> driver) {
    try {
      return driver.run();
    } catch (OperationException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new BackendException(ErrorKind.UNKNOWN, "unexpected: " + e, e);
    }
  }
}
