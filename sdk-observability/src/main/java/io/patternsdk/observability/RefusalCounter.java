package io.patternsdk.observability;

import io.micrometer.core.instrument.Tags;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.layer.Call;
import io.patternsdk.core.layer.Interceptor;
import io.patternsdk.core.layer.Invocation;

/** Counts the calls that were refused. */
record RefusalCounter(OperationMetrics metrics, Tags tags) implements Interceptor {

  @Override
  public <T> T call(Invocation invocation, Call<T> next) {
    try {
      return next.run();
    } catch (RejectedException e) {
      metrics.refusals(tags, e.reason()).increment();
      throw e;
    }
  }
}
