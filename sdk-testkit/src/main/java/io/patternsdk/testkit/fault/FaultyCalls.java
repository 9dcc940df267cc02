package io.patternsdk.testkit.fault;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.layer.Call;
import io.patternsdk.core.layer.Handle;
import io.patternsdk.core.layer.Interceptor;
import io.patternsdk.core.layer.Invocation;
import io.patternsdk.core.layer.Operation;
import java.time.Duration;

/** One operation under a plan. */
record FaultyCalls(FaultPlan plan, Operation operation) implements Interceptor {

  @Override
  public <T> T call(Invocation invocation, Call<T> next) {
    Verdict verdict = plan.judge(operation);
    pause(verdict.delay());
    ErrorKind kind = verdict.kind();
    if (kind == null) {
      plan.countReached(operation);
      return next.run();
    }
    if (verdict.applied()) {
      plan.countReached(operation);
      drop(next.run());
    }
    throw verdict.error(kind, plan.seed());
  }

  private void pause(Duration delay) {
    try {
      plan.clock().sleep(delay);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackendException(ErrorKind.CANCELLED, "interrupted while delayed on cue", e);
    }
  }

  // Nobody else can close what an answer that is lost would have handed out.
  private static void drop(Object answer) {
    if (answer instanceof Handle handle) {
      handle.end(null);
    } else if (answer instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new IllegalStateException("cannot close a lost answer", e);
      }
    }
  }
}
