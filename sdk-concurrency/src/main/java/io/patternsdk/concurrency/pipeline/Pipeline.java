package io.patternsdk.concurrency.pipeline;

import io.patternsdk.concurrency.internal.Interrupted;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.Rejection;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Passes items through stages, on virtual threads with bounded buffers between them, into a sink.
 * {@link PipelineBuilder} says which stages share a thread. Items keep their order, except where a
 * parallel stage is told otherwise.
 *
 * <p>Whoever submits waits when the first buffer is full. Each item is worked on under the ambient
 * deadline of whoever submitted it, a batch under the one that all its items share, if any; an item
 * whose deadline has come before a thread takes it fails. Nobody is called twice with one item,
 * unless a step itself does so.
 *
 * <p>It is used once: it ends when it is drained, closed or cancelled, when a run of it ends, or
 * when an item fails and that is to stop it. Then its threads have ended, its report says what was
 * left, and submitting is refused. It must be ended for that; an idle one only waits.
 *
 * {@snippet class="io.patternsdk.concurrency.examples.WorkExamplesTest" region="pipeline" :
 * Pipeline<String> pipeline =
 *     Pipeline.<String>named("cdc")
 *         .onFailure(OnFailure.deadLetter(letter -> letters.add(letter.toString())))
 *         .map("parse", Integer::parseInt)
 *         .onFailure(OnFailure.stop())
 *         .map("deliver", Parallel.byKey(8, Integer::intValue).ordered(), number -> number)
 *         .batch("positions", 100, Duration.ofMillis(50))
 *         .into("commit", committed::addAll);
 * pipeline.run(changes).orThrow();
 * }
 *
 * <p>Safe for use by any number of threads. A step must not drain, close or cancel its own
 * pipeline, and must not wait for room in it: that is an IllegalStateException.
 *
 * @param <I> what it takes
 */
public final class Pipeline<I> implements AutoCloseable {
  private final PipelineScope scope;
  private final SubmissionQueue submissions;
  private final List<StageState> stages;
  private final ReentrantLock reporting = new ReentrantLock();

  Pipeline(PipelineScope scope, SubmissionQueue submissions, List<StageState> stages) {
    this.scope = scope;
    this.submissions = submissions;
    this.stages = stages;
  }

  /** Begins to build one. */
  public static <I> PipelineBuilder<I, I> named(String name) {
    return new PipelineBuilder<>(name);
  }

  /** Returns its name. */
  public String name() {
    return scope.publisher().name();
  }

  /**
   * Accepts an item, waiting for room. Once this returns the item is in the counts, and either goes
   * through, fails, or is reported as left.
   *
   * @throws io.patternsdk.core.RejectedException DEADLINE if the ambient deadline has come
   * @throws BackendException CLOSED if it accepts no more, with the failure that stopped it as
   *     cause, if one did; CANCELLED if interrupted while waiting
   */
  public void submit(I item) {
    submissions.put(wrap(Objects.requireNonNull(item, "an item")));
  }

  /**
   * Accepts an item if there is room for it now; neither waits nor throws.
   *
   * @return whether it was accepted; not, if the pipeline has ended
   */
  public boolean trySubmit(I item) {
    SubmitterContext context = SubmitterContext.current();
    Object entry = Envelope.wrap(Objects.requireNonNull(item, "an item"), context);
    boolean late = Envelope.expired(entry);
    if (!late && submissions.offer(entry)) {
      return true;
    }
    if (submissions.open()) {
      submissions.refuse(late ? Rejection.DEADLINE : Rejection.FULL);
    }
    return false;
  }

  private Object wrap(I item) {
    SubmitterContext context = SubmitterContext.current();
    if (context != null && context.passed()) {
      throw submissions.late();
    }
    return Envelope.wrap(item, context);
  }

  /**
   * Pulls items from a source until it ends, and drains; nothing can be submitted meanwhile. The
   * source is read on a thread of the pipeline, under the caller's deadline. When the pipeline
   * stops or is drained, or the ambient deadline comes, that thread is interrupted. An item that it
   * had read counts as accepted.
   *
   * @return how it ended
   * @throws RuntimeException what the source throws, once everything before it has gone through
   * @throws BackendException CLOSED if it accepts no more; CANCELLED if interrupted, which cancels
   *     it
   */
  public PipelineReport run(Iterator<? extends I> source) {
    return runFrom(
        () -> source.hasNext() ? Objects.requireNonNull(source.next(), "an item") : null);
  }

  /** Pulls items as {@link #run(Iterator)} does. */
  public PipelineReport run(Iterable<? extends I> source) {
    return run(source.iterator());
  }

  /** Pulls items as {@link #run(Iterator)} does; null is the end of the source. */
  public PipelineReport pull(Supplier<? extends @Nullable I> source) {
    return runFrom(source);
  }

  private PipelineReport runFrom(Supplier<? extends @Nullable I> source) {
    SourceReader reader = submissions.readFrom(source);
    scope.start("source", Deadline.carry((Runnable) reader::run));
    PipelineReport report = end(Deadline.current());
    reader.throwFailure();
    return report;
  }

  /**
   * Accepts no more items and waits until all have gone through; if the deadline comes first, ends
   * what is left as {@link #cancel} does. Repeating does no harm and returns the same.
   *
   * @return how it ended
   * @throws BackendException CANCELLED if interrupted; the pipeline goes on without new items
   */
  public PipelineReport drain(Deadline deadline) {
    submissions.close();
    return await(deadline);
  }

  /**
   * Lets nothing begin any more and interrupts what is under way. Waits for that to end, a second
   * at most. Repeating does no harm.
   *
   * @return what was left
   * @throws BackendException CANCELLED if interrupted; it is cancelled all the same
   */
  public PipelineReport cancel() {
    scope.stop(PipelineEnd.CANCELLED);
    return drain(Deadline.NONE);
  }

  /** Drains until the ambient deadline; an interrupt cancels it. */
  @Override
  public void close() {
    submissions.close();
    end(Deadline.current());
  }

  /** Describes it at one moment. */
  public PipelineSnapshot snapshot() {
    return new PipelineSnapshot(
        submissions.open(),
        submissions.refused(),
        stages.stream().map(StageState::snapshot).toList());
  }

  @Override
  public String toString() {
    return "pipeline " + name() + " " + snapshot();
  }

  private PipelineReport end(Deadline deadline) {
    try {
      return await(deadline);
    } catch (BackendException interrupted) {
      scope.stop(PipelineEnd.CANCELLED);
      throw interrupted;
    }
  }

  private PipelineReport await(Deadline deadline) {
    if (scope.owns(Thread.currentThread())) {
      throw new IllegalStateException("a step of " + name() + " would wait for itself");
    }
    try {
      scope.awaitEnd(deadline);
    } catch (InterruptedException e) {
      throw Interrupted.during("while draining " + name(), Effect.UNKNOWN, e);
    }
    return report();
  }

  private PipelineReport report() {
    submissions.close();
    reporting.lock();
    try {
      List<UnfinishedItem> unfinished = new ArrayList<>();
      stages.forEach(stage -> stage.eachUnfinished(unfinished::add));
      return new PipelineReport(
          scope.end(), Optional.ofNullable(scope.failure()), unfinished, snapshot());
    } finally {
      reporting.unlock();
    }
  }
}
