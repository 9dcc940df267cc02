package io.patternsdk.core;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A point in monotonic time after which nobody waits for the result any more.
 *
 * <p>The deadline of the work in hand is ambient: {@link #within} binds it to the calling thread
 * for the length of a body, {@link #current} reads it, and whoever moves work to another thread
 * carries it there with {@link #carry(Runnable)}. Nested deadlines only ever shorten. This is the
 * one piece of ambient state in the SDK.
 *
 * <p>A driver bounds each call by the lesser of the ambient deadline and its own operation timeout
 * ({@link #atMost}). Nothing starts or waits past a deadline. Immutable.
 */
public final class Deadline {
  private static final ThreadLocal<@Nullable Deadline> CURRENT = new ThreadLocal<>();
  private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

  /** The deadline that never comes. */
  public static final Deadline NONE = new Deadline(Clock.system(), 0, false);

  private final Clock clock;
  private final long at;
  private final boolean bounded;

  private Deadline(Clock clock, long at, boolean bounded) {
    this.clock = clock;
    this.at = at;
    this.bounded = bounded;
  }

  /**
   * Returns the deadline {@code duration} from now on {@code clock}. A duration of more than 146
   * years, before or after now, counts as that; a negative one has already passed.
   */
  public static Deadline after(Duration duration, Clock clock) {
    return new Deadline(clock, clock.nanoTime() + nanos(duration), true);
  }

  /** Returns the deadline {@code duration} from now on the machine's clock. */
  public static Deadline after(Duration duration) {
    return after(duration, Clock.system());
  }

  /** Returns the deadline of the calling thread's work, {@link #NONE} if it has none. */
  public static Deadline current() {
    Deadline deadline = CURRENT.get();
    return deadline == null ? NONE : deadline;
  }

  /** Runs {@code body} under the sooner of this deadline and the one already in force. */
  public <T, X extends Exception> T run(Body<T, X> body) throws X {
    Deadline outer = CURRENT.get();
    CURRENT.set(outer == null ? this : sooner(outer));
    try {
      return body.run();
    } finally {
      restore(outer);
    }
  }

  /** Runs {@code body} under a deadline {@code duration} from now, or a sooner one in force. */
  public static <T> T within(Duration duration, Supplier<T> body) {
    return after(duration).run(body::get);
  }

  /** Runs {@code body} under a deadline {@code duration} from now, or a sooner one in force. */
  public static void within(Duration duration, Runnable body) {
    after(duration)
        .run(
            () -> {
              body.run();
              return true;
            });
  }

  /** Returns {@code task} bound to the calling thread's deadline, to be run on another thread. */
  public static Runnable carry(Runnable task) {
    Runnable bound = Companions.carry(task);
    Deadline deadline = CURRENT.get();
    return deadline == null ? bound : () -> deadline.replacing(bound);
  }

  /** Returns {@code task} bound to the calling thread's deadline, to be run on another thread. */
  public static <T> Callable<T> carry(Callable<T> task) {
    Callable<T> bound = Companions.carry(task);
    Deadline deadline = CURRENT.get();
    return deadline == null ? bound : () -> deadline.run(bound::call);
  }

  /**
   * Lets something go along with every deadline that is carried, beside what others do, until what
   * this returns is closed. For whoever puts a process together; several may do so in one, and a
   * companion for which two have asked goes along once, until both have closed.
   */
  public static Accompaniment accompanyBy(Companion companion) {
    return Companions.add(companion);
  }

  /** Tells whether the deadline has come. */
  public boolean passed() {
    return bounded && at - clock.nanoTime() <= 0;
  }

  /** Tells whether this deadline will ever come. */
  public boolean bounded() {
    return bounded;
  }

  /** Returns the time left: zero once it has come, about 292 years for {@link #NONE}. */
  public Duration remaining() {
    return bounded ? Duration.ofNanos(remainingNanos()) : FOREVER;
  }

  /**
   * Returns the nanoseconds left: zero once it has come, {@link Long#MAX_VALUE} for {@link #NONE}.
   */
  public long remainingNanos() {
    return bounded ? Math.max(0, at - clock.nanoTime()) : Long.MAX_VALUE;
  }

  /** Returns the lesser of the time left and {@code limit}: how long one call may take. */
  public Duration atMost(Duration limit) {
    return Duration.ofNanos(Math.min(remainingNanos(), nanos(limit)));
  }

  /** Returns whichever comes first. Deadlines of different clocks are compared by time left. */
  // What two clocks say can be compared only if they are one.
  public Deadline sooner(Deadline other) {
    if (!other.bounded) {
      return this;
    }
    if (!bounded) {
      return other;
    }
    boolean mine =
        clock == other.clock ? at - other.at <= 0 : remainingNanos() <= other.remainingNanos();
    return mine ? this : other;
  }

  @Override
  public String toString() {
    return bounded ? "deadline in " + remaining() : "no deadline";
  }

  private void replacing(Runnable task) {
    Deadline outer = CURRENT.get();
    CURRENT.set(this);
    try {
      task.run();
    } finally {
      restore(outer);
    }
  }

  private static void restore(@Nullable Deadline outer) {
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
  }

  private static long nanos(Duration duration) {
    long limit = Long.MAX_VALUE / 2;
    if (duration.compareTo(Duration.ofNanos(-limit)) <= 0) {
      return -limit;
    }
    return duration.compareTo(Duration.ofNanos(limit)) >= 0 ? limit : duration.toNanos();
  }

  /**
   * Work that runs under a deadline.
   *
   * @param <T> what it returns
   * @param <X> what it throws
   */
  @FunctionalInterface
  public interface Body<T, X extends Exception> {
    /** Does the work. */
    T run() throws X;
  }

  /** That a companion goes along; closing it twice does no harm. */
  public interface Accompaniment extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * What belongs to the work in hand beside its deadline and goes with it to other threads, such as
   * the span of a trace. Thread-safe.
   */
  public interface Companion {
    /** Returns {@code task} bound to what is in force on this thread. */
    Runnable carry(Runnable task);

    /** Returns {@code task} bound to what is in force on this thread. */
    <T> Callable<T> carry(Callable<T> task);
  }
}
