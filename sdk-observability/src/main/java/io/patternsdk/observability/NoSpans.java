package io.patternsdk.observability;

import io.patternsdk.core.layer.Call;
import io.patternsdk.core.layer.Interceptor;
import io.patternsdk.core.layer.Invocation;

/** No span: a call that was asked to wait has one for the whole of it, if anything came. */
record NoSpans() implements Interceptor {

  @Override
  public <T> T call(Invocation invocation, Call<T> next) {
    return next.run();
  }
}
