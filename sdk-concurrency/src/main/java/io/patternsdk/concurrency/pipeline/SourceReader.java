package io.patternsdk.concurrency.pipeline;

import io.patternsdk.concurrency.Result;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads a source into the first queue of a pipeline. Nobody else puts anything there meanwhile. */
final class SourceReader {
  private final Supplier<? extends @Nullable Object> source;
  private final StageQueue queue;
  private final PipelineScope scope;
  private volatile @Nullable Thread thread;
  private volatile boolean stopped;
  private volatile @Nullable Throwable failure;

  SourceReader(Supplier<? extends @Nullable Object> source, StageQueue queue, PipelineScope scope) {
    this.source = source;
    this.queue = queue;
    this.scope = scope;
  }

  /** Reads until the source or the pipeline ends, or it is stopped. */
  void run() {
    thread = Thread.currentThread();
    SubmitterContext context = SubmitterContext.current();
    try {
      for (Object item = next(); item != null; item = next()) {
        queue.put(Envelope.wrap(item, context));
      }
    } finally {
      queue.end();
    }
  }

  private @Nullable Object next() {
    if (isStopped()) {
      return null;
    }
    try {
      return source.get();
    } catch (Throwable thrown) {
      if (!isStopped()) { // else it may have failed because we interrupted it
        failure = thrown;
      }
      return null;
    }
  }

  private boolean isStopped() {
    return stopped || scope.stopped();
  }

  /** Reads no further; what has been read goes through. */
  void stop() {
    stopped = true;
    Thread reader = thread;
    if (reader != null) {
      reader.interrupt();
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
