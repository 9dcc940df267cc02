package io.patternsdk.observability;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.layer.Call;
import io.patternsdk.core.layer.Handle;
import io.patternsdk.core.layer.Interceptor;
import io.patternsdk.core.layer.Invocation;
import io.patternsdk.core.layer.Operation;
import java.net.ConnectException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Times each attempt; errors are counted by type. */
final class AttemptTimer implements Interceptor {
  private final OperationMetrics metrics;
  private final Operation operation;
  private final Tags tags;
  private final Timer succeeded;
  private volatile @Nullable Timer failed;

  AttemptTimer(OperationMetrics metrics, Operation operation, Tags tags) {
    this.metrics = metrics;
    this.operation = operation;
    this.tags = tags;
    this.succeeded = metrics.timer(tags, "success");
  }

  @Override
  public <T> T call(Invocation invocation, Call<T> next) {
    long start = metrics.nanos();
    try {
      T result = next.run();
      Operation.Partial partial = operation.partial(result);
      if (partial == null) {
        succeed(start);
      } else {
        fail(start, partial.failures().iterator().next());
      }
      return result;
    } catch (OperationException e) {
      fail(start, e);
      throw e;
    }
  }

  /** The time of what lives on is that from its opening to its end. */
  @Override
  public Handle open(Invocation opening, Call<Handle> next) {
    long start = metrics.nanos();
    try {
      return new TimedHandle(this, start, next.run());
    } catch (OperationException e) {
      fail(start, e);
      throw e;
    }
  }

  void succeed(long start) {
    succeeded.record(metrics.nanos() - start, TimeUnit.NANOSECONDS);
  }

  void fail(long start, OperationException error) {
    Timer timer = failed;
    if (timer == null) {
      timer = metrics.timer(tags, "error");
      failed = timer;
    }
    timer.record(metrics.nanos() - start, TimeUnit.NANOSECONDS);
    metrics.errors(tags, type(error)).increment();
  }

  private static String type(OperationException error) {
    if (!(error instanceof BackendException backend)) {
      return "rejected";
    }
    return backend.kind() == ErrorKind.UNAVAILABLE && refused(backend)
        ? "connection_refused"
        : OperationMetrics.errorType(backend.kind());
  }

  private static boolean refused(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException) {
        return true;
      }
    }
    return false;
  }
}
