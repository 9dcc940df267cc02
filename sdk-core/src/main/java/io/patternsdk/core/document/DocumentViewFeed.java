package io.patternsdk.core.document;

import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.PeriodicTask;
import io.patternsdk.core.keyvalue.KeyValueWatch;
import io.patternsdk.core.keyvalue.KeyWatch;
import io.patternsdk.core.keyvalue.WatchBatch;
import io.patternsdk.core.keyvalue.WatchToken;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a {@link DocumentView} fed from a watch, on a virtual thread of its own: one that fails is
 * followed by another that goes on after it, and where more is stored than the view may hold, it is
 * looked at again after a minute. Started once, closed once. Thread-safe.
 */
public final class DocumentViewFeed {
  private static final Logger LOG = System.getLogger(DocumentViewFeed.class.getName());
  private static final int AT_ONCE = 500;
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Duration TOO_LARGE = Duration.ofMinutes(1);

  private final String name;
  private final KeyValueWatch keys;
  private final String prefix;
  private final DocumentView view;
  private final Duration interval;
  private final Clock clock;
  private final PeriodicTask task;

  private volatile @Nullable KeyWatch watch;

  private @Nullable WatchToken token;
  private boolean tooLarge;

  /**
   * Makes one that has not started.
   *
   * @param name of its thread, and of the view in the log
   * @param interval how long a poll waits for changes; while there are none, the view becomes up to
   *     twice as old
   */
  public DocumentViewFeed(
      String name,
      KeyValueWatch keys,
      String prefix,
      DocumentView view,
      Duration interval,
      Clock clock) {
    this.name = name;
    this.keys = keys;
    this.prefix = prefix;
    this.view = view;
    this.interval = interval;
    this.clock = clock;
    this.task = new PeriodicTask(name, clock, AFTER_FAILURE, this::feed);
  }

  /** Starts, and returns before the view holds anything. */
  public void start() {
    task.start();
  }

  private Duration feed() {
    boolean fed = false;
    try {
      boolean fits = poll(opened());
      fed = fits;
      if (!fits && !tooLarge) {
        LOG.log(Level.WARNING, "{0} holds nothing: more is stored than it may hold", name);
      }
      tooLarge = !fits || (tooLarge && !view.isWhole());
      return fits ? Duration.ZERO : TOO_LARGE;
    } finally {
      if (!fed) {
        end();
      }
    }
  }

  private KeyWatch opened() {
    KeyWatch open = watch;
    if (open == null) {
      WatchToken after = view.isWhole() ? token : null;
      open = after == null ? keys.watch(prefix) : keys.watch(prefix, after);
      watch = open;
    }
    return open;
  }

  private boolean poll(KeyWatch open) {
    long begun = clock.nanoTime();
    WatchBatch batch = open.poll(AT_ONCE, interval);
    boolean fits = view.apply(batch, begun);
    token = fits ? batch.token() : null;
    return fits;
  }

  private void end() {
    KeyWatch open = watch;
    watch = null;
    if (open != null) {
      open.close();
    }
  }

  /** Ends the watch and waits for the thread until the deadline, as {@link PeriodicTask#close}. */
  public void close(Deadline deadline) {
    task.close(deadline);
    end();
  }
}
