package io.patternsdk.observability;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.layer.Call;
import io.patternsdk.core.layer.Interceptor;
import io.patternsdk.core.pubsub.PublishResult;
import java.net.ConnectException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Times each attempt; errors are counted by type. */
final class AttemptTimer implements Interceptor {
  private final OperationMetrics metrics;
  private final Tags tags;
  private final Timer succeeded;
  private volatile @Nullable Timer failed;

  AttemptTimer(OperationMetrics metrics, Tags tags) {
    this.metrics = metrics;
    this.tags = tags;
    this.succeeded = metrics.timer(tags, "success");
  }

  @Override
  public <T> T call(Call<T> next) {
    long start = System.nanoTime();
    try {
      T result = next.run();
      if (result instanceof PublishResult batch && !batch.failures().isEmpty()) {
        fail(start, batch.failures().values().iterator().next());
      } else {
        succeeded.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
      }
      return result;
    } catch (OperationException e) {
      fail(start, e);
      throw e;
    }
  }

  private void fail(long start, OperationException error) {
    Timer timer = failed;
    if (timer == null) {
      timer = metrics.timer(tags, "error");
      failed = timer;
    }
    timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
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
