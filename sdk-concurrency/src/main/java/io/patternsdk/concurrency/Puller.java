package io.patternsdk.concurrency;

import io.patternsdk.core.OperationException;
import io.patternsdk.core.RejectedException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads a source into a pipeline. */
final class Puller {
  private final Supplier<? extends @Nullable Object> source;
  private final Entrance entrance;
  private final Line line;
  private volatile @Nullable Throwable failure;

  Puller(Supplier<? extends @Nullable Object> source, Entrance entrance, Line line) {
    this.source = source;
    this.entrance = entrance;
    this.line = line;
  }

  /** Reads until the source or the pipeline ends. */
  void run() {
    Ambience ambience = Ambience.current();
    try {
      for (Object item = next(); item != null; item = next()) {
        pass(Carried.parcel(item, ambience));
      }
    } finally {
      entrance.close();
    }
  }

  private @Nullable Object next() {
    if (line.stopped() || !entrance.open()) {
      return null;
    }
    try {
      return source.get();
    } catch (Throwable thrown) {
      if (!line.stopped()) { // else it may have failed because we interrupted it
        failure = thrown;
      }
      return null;
    }
  }

  private void pass(Object parcel) {
    if (!line.stopped()) {
      Thread.interrupted(); // an interrupt was for the source
    }
    try {
      entrance.put(parcel);
    } catch (OperationException e) { // the pipeline has ended, or the deadline has come
      entrance.strand(parcel);
      if (e instanceof RejectedException) {
        line.stop(PipelineEnd.TIMED_OUT);
      }
    }
  }

  /** Throws what the source threw, if it did. */
  void throwFailure() {
    Throwable thrown = failure;
    if (thrown != null) {
      new Result.Failure<>(thrown).orThrow();
    }
  }
}
