package io.patternsdk.lifecycle.internal.calls;

import io.patternsdk.concurrency.timelimit.TimeLimit;
import io.patternsdk.core.Clock;
import io.patternsdk.core.layer.Call;
import io.patternsdk.core.layer.Interceptor;
import io.patternsdk.core.layer.Invocation;
import io.patternsdk.core.layer.Layer;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Role;
import io.patternsdk.core.layer.Site;
import java.time.Duration;
import java.util.List;

/**
 * The longest that a call, or a step of what lives on, may take with its repetitions and waits; the
 * outermost layer.
 */
public record CallDeadline(TimeLimit limit) implements Layer, Interceptor {

  public CallDeadline(Duration limit, Clock clock) {
    this(new TimeLimit(limit, clock));
  }

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
    return limit.call(invocation.requestedWait(), next::run);
  }
}
