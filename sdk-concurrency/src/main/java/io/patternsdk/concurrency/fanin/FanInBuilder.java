package io.patternsdk.concurrency.fanin;

import io.patternsdk.concurrency.GuardListener;
import io.patternsdk.concurrency.internal.EventPublisher;
import io.patternsdk.concurrency.internal.Nanos;
import io.patternsdk.concurrency.internal.TaskScope;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Builds fan-ins. Not for use by several threads; a source serves one fan-in only.
 *
 * @param <T> the items
 */
public final class FanInBuilder<T> {
  private final String name;
  private final List<SourceBuffer<T>> sourceBuffers = new ArrayList<>();
  private int buffer = 128;
  private boolean failFast = true;
  private GuardListener listener = GuardListener.none();

  FanInBuilder(String name) {
    this.name = name;
  }

  /**
   * Adds a source that passes on its items by itself, such as a pipeline that ends in the sink that
   * it is given. The sink blocks while the buffer is full.
   */
  public FanInBuilder<T> source(String name, FanIn.Source<? extends T> source) {
    if (sourceBuffers.stream().anyMatch(sourceBuffer -> sourceBuffer.name().equals(name))) {
      throw new IllegalArgumentException("there are two sources " + name + " in " + this.name);
    }
    sourceBuffers.add(new SourceBuffer<>(name, source));
    return this;
  }

  /** Adds a source that is read by a thread of its own; it may block. */
  public FanInBuilder<T> source(String name, Iterator<? extends T> source) {
    FanIn.Source<T> reading =
        sink -> {
          while (source.hasNext()) {
            sink.accept(source.next());
          }
        };
    return source(name, reading);
  }

  /** Adds a source that is read by a thread of its own; it may block, and null is its end. */
  public FanInBuilder<T> source(String name, Supplier<? extends @Nullable T> source) {
    FanIn.Source<T> reading =
        sink -> {
          for (T item = source.get(); item != null; item = source.get()) {
            sink.accept(item);
          }
        };
    return source(name, reading);
  }

  /** How many items of each source are read ahead; 128 unless said otherwise. */
  public FanInBuilder<T> buffer(int itemsOfEachSource) {
    buffer = Nanos.atLeastOne("buffer", itemsOfEachSource);
    return this;
  }

  /**
   * Goes on with the others when a source fails: the listener hears of it, and it is in the
   * snapshot. Otherwise the failure ends the fan-in.
   */
  public FanInBuilder<T> keepGoing() {
    failFast = false;
    return this;
  }

  /** Tells somebody about sources that failed. */
  public FanInBuilder<T> listener(GuardListener listener) {
    this.listener = listener;
    return this;
  }

  /** Begins to read, under the caller's deadline. */
  public FanIn<T> start() {
    FanIn<T> fanIn = new FanIn<>(scope(), List.copyOf(sourceBuffers), buffer, failFast);
    fanIn.start();
    return fanIn;
  }

  private TaskScope<SourceState> scope() {
    return new TaskScope<>(
        new EventPublisher(name, listener), SourceState.ENDED, SourceState.CANCELLED);
  }
}
