package io.patternsdk.lifecycle.internal.calls;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import io.patternsdk.core.layer.Call;
import io.patternsdk.core.layer.Interceptor;
import io.patternsdk.core.layer.Invocation;
import io.patternsdk.core.layer.Layer;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Role;
import io.patternsdk.core.layer.Site;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says what became of a call whose guard was not let sleep by {@link StopClock}: nobody interrupted
 * its thread, so that is free to answer whoever waits for it.
 */
public enum StopLayer implements Layer, Interceptor {
  INSTANCE;

  @Override
  public Interceptor bind(Site site, Operation operation) {
    return this;
  }

  @Override
  public List<Role> roles() {
    return List.of(Role.CALL);
  }

  @Override
  public <T> T call(Invocation invocation, Call<T> next) {
    try {
      return next.run();
    } catch (BackendException e) {
      StopClock.CutShort cut = e.kind() == ErrorKind.CANCELLED ? cause(e) : null;
      if (cut == null) {
        throw e;
      }
      boolean unused = Thread.interrupted(); // the guard took it for an interrupt
      throw ended(e, cut);
    }
  }

  private static StopClock.@Nullable CutShort cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause == null ? null : cause instanceof StopClock.CutShort cut ? cut : cause(cause);
  }

  private static OperationException ended(BackendException cancelled, StopClock.CutShort cut) {
    String text = "the process stops before it may be tried";
    for (Throwable failure : cut.getSuppressed()) {
      text += " again; " + failure.getMessage();
    }
    return cancelled.effect() == Effect.NONE
        ? new RejectedException(Rejection.DEADLINE, text)
        : new BackendException(ErrorKind.UNAVAILABLE, cancelled.effect(), text, cancelled);
  }
}
