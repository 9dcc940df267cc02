package io.patternsdk.cdc;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.layer.Call;
import io.patternsdk.core.layer.Interceptor;
import io.patternsdk.core.layer.Invocation;
import io.patternsdk.core.layer.Layer;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Site;

/**
 * Ends a process for all backends at once, before one of its calls or after it has done what it
 * does, whose answer nobody gets then: nothing that the process does later has an effect.
 */
final class Death implements Layer {
  private final long at;
  private long points;

  /** Lets it die at a point, counted from 0; never where that is negative. */
  Death(long at) {
    this.at = at;
  }

  /** Returns how many points there were. */
  synchronized long points() {
    return points;
  }

  synchronized boolean isDead() {
    return at >= 0 && points > at;
  }

  private synchronized boolean dies() {
    boolean dead = isDead();
    points++;
    return dead || points - 1 == at;
  }

  @Override
  public Interceptor bind(Site site, Operation operation) {
    return new Interceptor() {
      @Override
      public <T> T call(Invocation invocation, Call<T> next) {
        point();
        T result = next.run();
        point();
        return result;
      }
    };
  }

  private void point() {
    if (dies()) {
      throw new BackendException(ErrorKind.CLOSED, "the process is gone");
    }
  }
}
