package io.patternsdk.concurrency.fanin;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A source of a fan-in and what has been read of it; guarded by the lock of the fan-in. */
final class SourceBuffer<T> {
  private final String name;
  private final FanIn.Source<? extends T> source;
  private final Queue<T> items = new ArrayDeque<>();
  private SourceState state = SourceState.RUNNING;
  private @Nullable Throwable failure;
  private long passed;

  SourceBuffer(String name, FanIn.Source<? extends T> source) {
    this.name = name;
    this.source = source;
  }

  String name() {
    return name;
  }

  FanIn.Source<? extends T> source() {
    return source;
  }

  int waiting() {
    return items.size();
  }

  void add(T item) {
    items.add(item);
  }

  T remove() {
    passed++;
    return items.remove();
  }

  void end(SourceState how, @Nullable Throwable thrown) {
    state = how;
    failure = thrown;
  }

  boolean running() {
    return state == SourceState.RUNNING;
  }

  SourceSnapshot snapshot() {
    return new SourceSnapshot(name, state, passed, items.size(), Optional.ofNullable(failure));
  }
}
