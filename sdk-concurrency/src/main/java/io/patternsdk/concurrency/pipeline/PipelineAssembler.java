package io.patternsdk.concurrency.pipeline;

import io.patternsdk.core.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes queues and threads of what is specified, from the last stage to the first. */
final class PipelineAssembler {
  private final PipelineScope scope;
  private final Clock clock;
  private final List<StageState> states = new ArrayList<>();
  private final List<Runnable> starts = new ArrayList<>();
  private @Nullable StageQueue next;

  PipelineAssembler(PipelineScope scope, Clock clock) {
    this.scope = scope;
    this.clock = clock;
  }

  /** Makes everything but starts nothing; returns the queue before the first stage. */
  StageQueue assemble(List<StageSpec> specs) {
    int end = specs.size();
    StageQueue queue = new StageQueue(1, scope);
    for (int i = end - 1; i >= 0; i--) {
      if (specs.get(i).buffer() > 0) {
        queue = segment(specs.subList(i, end));
        next = queue;
        end = i;
      }
    }
    return queue;
  }

  /** Returns the stages in their order. */
  List<StageState> states() {
    return List.copyOf(states);
  }

  void start() {
    starts.forEach(Runnable::run);
  }

  /** Makes the stages that share a thread, or one that has several, and the queue before them. */
  private StageQueue segment(List<StageSpec> specs) {
    StageSpec head = specs.getFirst();
    StageQueue queue = new StageQueue(head.buffer(), scope);
    List<StageState> own = new ArrayList<>();
    for (StageSpec spec : specs) {
      own.add(new StageState(spec.name(), scope, spec.onFailure(), spec.buffer()));
    }
    own.getFirst().buffer(queue);
    switch (head.work()) {
      case StageSpec.Batching batching -> batches(specs, own, queue, batching);
      case StageSpec.Each each when each.parallel() != null ->
          parallel(own, queue, each, each.parallel());
      case StageSpec.Each each -> single(specs, own, queue);
    }
    states.addAll(0, own);
    return queue;
  }

  private void single(List<StageSpec> specs, List<StageState> own, StageQueue queue) {
    StageThread thread = new StageThread(specs.getFirst().name(), scope);
    Consumer<Object> first = chain(specs, own, output(thread, null));
    begin(thread, queue::take, first, lastOf(1));
  }

  private void batches(
      List<StageSpec> specs, List<StageState> own, StageQueue queue, StageSpec.Batching batching) {
    String name = specs.getFirst().name();
    StageThread thread = new StageThread(name, scope);
    Consumer<Object> first =
        chain(specs.subList(1, specs.size()), own.subList(1, own.size()), output(thread, null));
    BatchingInput batches = batching.intake(own.getFirst(), queue, clock);
    Runnable end = lastOf(1);
    begin(
        thread,
        batches,
        first,
        () -> {
          batches.timer().end();
          end.run();
        });
    starts.add(() -> scope.start(name + "-linger", batches.timer()::run));
  }

  private void parallel(
      List<StageState> own, StageQueue queue, StageSpec.Each each, Parallel<Object> parallel) {
    StageState state = own.getFirst();
    ReorderBuffer order =
        parallel.inOrder() && next != null
            ? states.getFirst().buffer(new ReorderBuffer(queue.capacity(), scope, next))
            : null;
    KeyLocks keys =
        parallel.keyOf() == null ? null : state.buffer(new KeyLocks(queue.capacity(), scope));
    WorkDispatcher dispatcher = new WorkDispatcher(queue, parallel.keyOf(), keys, order);
    Lock turn = new ReentrantLock();
    Runnable end = lastOf(parallel.workers());
    for (int i = 0; i < parallel.workers(); i++) {
      StageThread thread = new StageThread(state.name(), scope);
      List<Object> made = new ArrayList<>();
      Stage<Object> stage =
          each.maker()
              .make(
                  state,
                  order == null ? output(thread, turn) : item -> made.add(thread.wrap(item)));
      begin(thread, new ParallelInput(dispatcher, stage, order, made), stage, end);
    }
  }

  private static Consumer<Object> chain(
      List<StageSpec> specs, List<StageState> own, Consumer<Object> last) {
    Consumer<Object> following = last;
    for (int i = specs.size() - 1; i >= 0; i--) {
      if (specs.get(i).work() instanceof StageSpec.Each each) {
        following = each.maker().make(own.get(i), following);
      }
    }
    return following;
  }

  /** What a thread does with what it has made: a sink makes nothing. */
  private Consumer<Object> output(StageThread thread, @Nullable Lock turn) {
    return next == null ? nothing -> {} : new StageOutput(thread, next, turn);
  }

  private void begin(StageThread thread, StageInput input, Consumer<Object> first, Runnable end) {
    starts.add(
        () ->
            scope.start(
                thread.role(),
                () -> {
                  try {
                    thread.run(input, first);
                  } finally {
                    end.run();
                  }
                }));
  }

  /** Tells the next queue that no more come, when so many threads have said so. */
  private Runnable lastOf(int threads) {
    AtomicInteger left = new AtomicInteger(threads);
    StageQueue following = next;
    return () -> {
      if (left.decrementAndGet() == 0 && following != null) {
        following.end();
      }
    };
  }
}
