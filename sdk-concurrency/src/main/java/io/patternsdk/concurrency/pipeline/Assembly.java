package io.patternsdk.concurrency.pipeline;

import io.patternsdk.core.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes queues and threads of plans, from the last stage to the first. */
final class Assembly {
  private final PipelineScope scope;
  private final Clock clock;
  private final List<StageBook> books = new ArrayList<>();
  private final List<Runnable> starts = new ArrayList<>();
  private @Nullable StageQueue next;

  Assembly(PipelineScope scope, Clock clock) {
    this.scope = scope;
    this.clock = clock;
  }

  /** Makes everything but starts nothing; returns the queue before the first stage. */
  StageQueue assemble(List<Plan> plans) {
    int end = plans.size();
    StageQueue queue = new StageQueue(1, scope);
    for (int i = end - 1; i >= 0; i--) {
      if (plans.get(i).buffer() > 0) {
        queue = segment(plans.subList(i, end));
        next = queue;
        end = i;
      }
    }
    return queue;
  }

  /** Returns the stages in their order. */
  List<StageBook> books() {
    return List.copyOf(books);
  }

  void start() {
    starts.forEach(Runnable::run);
  }

  /** Makes the stages that share a thread, or one that has several, and the queue before them. */
  private StageQueue segment(List<Plan> plans) {
    Plan head = plans.getFirst();
    StageQueue queue = new StageQueue(head.buffer(), scope);
    List<StageBook> own = new ArrayList<>();
    for (Plan plan : plans) {
      own.add(new StageBook(plan.name(), scope, plan.onFailure(), plan.buffer()));
    }
    own.getFirst().holding(queue);
    switch (head.work()) {
      case Plan.Batching batching -> batches(plans, own, queue, batching);
      case Plan.Each each when each.parallel() != null -> crew(own, queue, each, each.parallel());
      case Plan.Each each -> single(plans, own, queue);
    }
    books.addAll(0, own);
    return queue;
  }

  private void single(List<Plan> plans, List<StageBook> own, StageQueue queue) {
    Lane lane = new Lane(plans.getFirst().name(), scope);
    Consumer<Object> first = chain(plans, own, handoff(lane, null));
    begin(lane, queue::take, first, lastOf(1));
  }

  private void batches(
      List<Plan> plans, List<StageBook> own, StageQueue queue, Plan.Batching batching) {
    String name = plans.getFirst().name();
    Lane lane = new Lane(name, scope);
    Consumer<Object> first =
        chain(plans.subList(1, plans.size()), own.subList(1, own.size()), handoff(lane, null));
    Batches batches = batching.intake(own.getFirst(), queue, clock);
    Runnable end = lastOf(1);
    begin(
        lane,
        batches,
        first,
        () -> {
          batches.alarm().end();
          end.run();
        });
    starts.add(() -> scope.start(name + "-linger", batches.alarm()::run));
  }

  private void crew(
      List<StageBook> own, StageQueue queue, Plan.Each each, Parallel<Object> parallel) {
    StageBook book = own.getFirst();
    Sequence sequence =
        parallel.inOrder() && next != null
            ? books.getFirst().holding(new Sequence(queue.capacity(), scope, next))
            : null;
    BusyKeys keys =
        parallel.keyOf() == null ? null : book.holding(new BusyKeys(queue.capacity(), scope));
    Claims claims = new Claims(queue, parallel.keyOf(), keys, sequence);
    Lock turn = new ReentrantLock();
    Runnable end = lastOf(parallel.workers());
    for (int i = 0; i < parallel.workers(); i++) {
      Lane lane = new Lane(book.name(), scope);
      List<Object> made = new ArrayList<>();
      Stage<Object> stage =
          each.maker()
              .make(
                  book,
                  sequence == null ? handoff(lane, turn) : item -> made.add(lane.parcel(item)));
      begin(lane, new ClaimIntake(claims, stage, sequence, made), stage, end);
    }
  }

  private static Consumer<Object> chain(
      List<Plan> plans, List<StageBook> own, Consumer<Object> last) {
    Consumer<Object> following = last;
    for (int i = plans.size() - 1; i >= 0; i--) {
      if (plans.get(i).work() instanceof Plan.Each each) {
        following = each.maker().make(own.get(i), following);
      }
    }
    return following;
  }

  /** What a thread does with what it has made: a sink makes nothing. */
  private Consumer<Object> handoff(Lane lane, @Nullable Lock turn) {
    return next == null ? nothing -> {} : new Handoff(lane, next, turn);
  }

  private void begin(Lane lane, Intake intake, Consumer<Object> first, Runnable end) {
    starts.add(
        () ->
            scope.start(
                lane.role(),
                () -> {
                  try {
                    lane.run(intake, first);
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
