package io.patternsdk.concurrency;

import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Deadline.Body;
import java.time.Duration;

/**
 * Bounds the time of a call by the ambient deadline: whatever the call does, a driver above all,
 * honours it. No other thread is involved and nothing is interrupted, so what ignores deadlines is
 * not bounded.
 *
 * @param limit the longest time
 * @param clock what measures it
 */
public record TimeLimit(Duration limit, Clock clock) {

  /** Checks the limit. */
  public TimeLimit {
    Nanos.positive("time limit", limit);
  }

  /** Makes one on the machine's clock. */
  public static TimeLimit of(Duration limit) {
    return new TimeLimit(limit, Clock.system());
  }

  /** Makes a call under a deadline {@code limit} from now, or under a sooner one in force. */
  public <T, X extends Exception> T call(Body<T, X> body) throws X {
    return Deadline.after(limit, clock).run(body);
  }

  /** Makes a call that was asked to wait: the limit begins where the wait ends. */
  public <T, X extends Exception> T call(Duration wait, Body<T, X> body) throws X {
    return Deadline.after(limit.plus(wait), clock).run(body);
  }
}
