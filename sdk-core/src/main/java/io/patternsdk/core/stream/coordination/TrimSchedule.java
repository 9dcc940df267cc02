package io.patternsdk.core.stream.coordination;

import io.patternsdk.core.Clock;
import io.patternsdk.core.OperationException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/**
 * Trims streams that are appended to: a minute after the first time, and each minute in which it is
 * said again, on a thread of its own, one stream at a time. The first of several failures is a
 * warning in the log. Thread-safe.
 */
public final class TrimSchedule {
  private static final Logger LOG = System.getLogger(TrimSchedule.class.getName());
  private static final long EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int MOST_REMEMBERED = 10_000;

  private final Map<String, Long> last = new ConcurrentHashMap<>();
  private final Semaphore turn = new Semaphore(1);
  private final ToLongFunction<String> trim;
  private final Clock clock;
  private volatile boolean closed;
  private volatile boolean failing;

  /** Trims by {@code trim}, which returns how many records it removed. */
  public TrimSchedule(ToLongFunction<String> trim, Clock clock) {
    this.trim = trim;
    this.clock = clock;
  }

  /** Says that a stream was appended to; returns at once and never fails. */
  public void appended(String stream) {
    long now = clock.nanoTime();
    Long before = last.get(stream);
    if (before == null) {
      if (last.size() >= MOST_REMEMBERED) {
        last.clear(); // their minutes begin anew
      }
      last.putIfAbsent(stream, now);
    } else if (now - before >= EVERY_NANOS && !closed && turn.tryAcquire()) {
      last.remove(stream);
      Thread.ofVirtual().name("trim of " + stream).start(() -> run(stream));
    }
  }

  private void run(String stream) {
    try {
      long removed = trim.applyAsLong(stream);
      LOG.log(Level.DEBUG, () -> removed + " records were removed from " + stream);
      failing = false;
    } catch (OperationException e) {
      if (!failing && !closed) {
        LOG.log(Level.WARNING, "{0} keeps what is beyond its bounds for now: {1}", stream, e);
      }
      failing = true;
    } finally {
      turn.release();
    }
  }

  /** Trims no more; what is under way ends with the driver. */
  public void close() {
    closed = true;
  }
}
