package io.patternsdk.concurrency.pipeline;

import io.patternsdk.concurrency.FailureAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** What is known of a stage: its counts on each thread, where its items lie, what was left. */
final class StageState {
  private final String name;
  private final PipelineScope scope;
  private final OnFailure onFailure;
  private final int capacity;
  private final List<StageCounts> counts = new ArrayList<>();
  private final List<ItemBuffer> buffers = new ArrayList<>();
  private final Queue<UnfinishedItem> left = new ConcurrentLinkedQueue<>();

  private boolean oneOutOfEach;

  StageState(String name, PipelineScope scope, OnFailure onFailure, int capacity) {
    this.name = name;
    this.scope = scope;
    this.onFailure = onFailure;
    this.capacity = capacity;
  }

  String name() {
    return name;
  }

  PipelineScope scope() {
    return scope;
  }

  /** Takes it that each item that is done makes one: what goes out need not be counted. */
  StageState oneOutOfEach() {
    oneOutOfEach = true;
    return this;
  }

  /** Adds a thread. Only before the pipeline starts. */
  StageCounts newCounts() {
    StageCounts fresh = new StageCounts();
    counts.add(fresh);
    return fresh;
  }

  /** Adds a buffer. Only before the pipeline starts. */
  <B extends ItemBuffer> B buffer(B buffer) {
    buffers.add(buffer);
    return buffer;
  }

  /** Keeps an item that has come to the stage and will not be finished. */
  void leave(Object item, boolean started) {
    left.add(new UnfinishedItem(name, item, started));
  }

  /** Does what is to be done about an item that has come to the stage and failed. */
  void failed(StageCounts counts, Object item, Throwable cause) {
    if (scope.stopped()) {
      leave(item, true); // it may have failed because we interrupted it
      return;
    }
    Thread.interrupted(); // an interrupt was for the step that has ended
    FailedItem failure = new FailedItem(name, item, cause);
    switch (onFailure) {
      case OnFailure.Stop stop -> settle(counts, FailureAction.STOPPED, failure);
      case OnFailure.Skip skip -> settle(counts, FailureAction.SKIPPED, failure);
      case OnFailure.DeadLetter letters -> handOver(counts, failure, letters.consumer());
    }
  }

  private void handOver(
      StageCounts counts, FailedItem failure, Consumer<? super FailedItem> letters) {
    try {
      letters.accept(failure);
    } catch (Throwable thrown) {
      if (scope.stopped()) {
        leave(failure.item(), true);
        return;
      }
      if (thrown != failure.cause()) {
        thrown.addSuppressed(failure.cause());
      }
      settle(counts, FailureAction.STOPPED, new FailedItem(name, failure.item(), thrown));
      return;
    }
    settle(counts, FailureAction.DEAD_LETTERED, failure);
  }

  private void settle(StageCounts counts, FailureAction action, FailedItem failure) {
    switch (action) {
      case STOPPED -> counts.add(StageCounts.FAILED);
      case SKIPPED -> counts.add(StageCounts.SKIPPED);
      case DEAD_LETTERED -> counts.add(StageCounts.DEAD_LETTERED);
    }
    counts.add(StageCounts.SETTLED);
    if (action == FailureAction.STOPPED) {
      scope.fail(failure);
    }
    scope.publisher().itemFailed(name, action, failure.cause());
  }

  /** Lists what was left, once nobody moves it any more. */
  void eachUnfinished(Consumer<UnfinishedItem> consumer) {
    left.forEach(consumer);
    buffers.forEach(
        buffer ->
            buffer.eachUnfinished(
                entry -> consumer.accept(new UnfinishedItem(name, Envelope.unwrap(entry), false))));
  }

  StageSnapshot snapshot() {
    long settled = sum(StageCounts.SETTLED); // read before what came in, so never more
    long unhappy =
        sum(StageCounts.FAILED) + sum(StageCounts.SKIPPED) + sum(StageCounts.DEAD_LETTERED);
    long done = Math.max(0, settled - unhappy);
    long in = sum(StageCounts.IN);
    long held = 0;
    for (ItemBuffer buffer : buffers) {
      held += buffer.buffered();
    }
    return new StageSnapshot(
        name,
        capacity,
        in + held,
        done,
        oneOutOfEach ? done : sum(StageCounts.OUT),
        sum(StageCounts.FAILED),
        sum(StageCounts.SKIPPED),
        sum(StageCounts.DEAD_LETTERED),
        held,
        in - settled + held);
  }

  private long sum(int what) {
    long sum = 0;
    for (StageCounts one : counts) {
      sum += one.of(what);
    }
    return sum;
  }
}
