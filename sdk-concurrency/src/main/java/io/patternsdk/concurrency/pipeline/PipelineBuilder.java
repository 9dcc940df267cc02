package io.patternsdk.concurrency.pipeline;

import io.patternsdk.concurrency.GuardListener;
import io.patternsdk.concurrency.Sink;
import io.patternsdk.concurrency.Step;
import io.patternsdk.concurrency.internal.EventPublisher;
import io.patternsdk.concurrency.internal.Nanos;
import io.patternsdk.core.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds a pipeline from its first stage to its sink.
 *
 * <p>A stage runs on the thread of the stage before it, as a plain call without a buffer between
 * them. A thread of its own, behind a buffer, gets what follows {@link #buffer}, every parallel
 * stage, whatever follows one, and {@link #batch}. The first stage is always behind a buffer.
 *
 * <p>A step must not return null. Names of stages are told apart. Not for use by several threads;
 * go on with what each method returns.
 *
 * @param <I> what the pipeline takes
 * @param <T> what its last stage so far makes
 */
public final class PipelineBuilder<I, T> {
  private static final int USUAL_BUFFER = 1_024;

  private final String name;
  private final List<StageSpec> specs = new ArrayList<>();
  private OnFailure onFailure = OnFailure.stop();
  private Clock clock = Clock.system();
  private GuardListener listener = GuardListener.none();
  private int buffer = USUAL_BUFFER;

  PipelineBuilder(String name) {
    this.name = name;
  }

  /** Takes another clock than the machine's to measure lingers by. */
  public PipelineBuilder<I, T> clock(Clock clock) {
    this.clock = clock;
    return this;
  }

  /** Tells somebody about refused and failed items. */
  public PipelineBuilder<I, T> listener(GuardListener listener) {
    this.listener = listener;
    return this;
  }

  /**
   * What becomes of items that the stages after this fail on; they stop the pipeline by default.
   */
  public PipelineBuilder<I, T> onFailure(OnFailure onFailure) {
    this.onFailure = onFailure;
    return this;
  }

  /**
   * Puts a buffer of so many items before the next stage, which then runs on a thread of its own.
   * Where there is one anyway it holds 1,024 items unless said otherwise. A parallel stage that
   * keeps an order holds as many again for that.
   */
  public PipelineBuilder<I, T> buffer(int items) {
    buffer = Nanos.atLeastOne("buffer", items);
    return this;
  }

  /** Makes one thing of each item. */
  public <R> PipelineBuilder<I, R> map(String stage, Step<? super T, ? extends R> step) {
    return each(stage, null, (state, next) -> new MapStage<>(state, Erased.step(step), next));
  }

  /** Makes one thing of each item, several at once. */
  public <R> PipelineBuilder<I, R> map(
      String stage, Parallel<? super T> parallel, Step<? super T, ? extends R> step) {
    return each(stage, parallel, (state, next) -> new MapStage<>(state, Erased.step(step), next));
  }

  /** Lets through what is wanted. */
  public PipelineBuilder<I, T> filter(String stage, Step<? super T, Boolean> wanted) {
    return each(stage, null, (state, next) -> new FilterStage<>(state, Erased.step(wanted), next));
  }

  /** Lets through what is wanted, looking at several at once. */
  public PipelineBuilder<I, T> filter(
      String stage, Parallel<? super T> parallel, Step<? super T, Boolean> wanted) {
    return each(
        stage, parallel, (state, next) -> new FilterStage<>(state, Erased.step(wanted), next));
  }

  /**
   * Makes any number of things of each item. They go on one by one as they are iterated over; if
   * that throws, the item has failed and those before have gone on.
   */
  public <R> PipelineBuilder<I, R> flatMap(
      String stage, Step<? super T, ? extends Iterable<? extends R>> step) {
    return each(stage, null, (state, next) -> new FlatMapStage<>(state, Erased.step(step), next));
  }

  /**
   * Makes any number of things of each item, as {@link #flatMap}, of several items at once. Where
   * they go on in order, all that is made of an item is held until its turn, whatever the buffers
   * hold.
   */
  public <R> PipelineBuilder<I, R> flatMap(
      String stage,
      Parallel<? super T> parallel,
      Step<? super T, ? extends Iterable<? extends R>> step) {
    return each(
        stage, parallel, (state, next) -> new FlatMapStage<>(state, Erased.step(step), next));
  }

  /**
   * Makes lists of up to {@code size} items in their order. A list goes on when it is full, or when
   * its first item has been held for {@code linger}, though no more items come; with a linger of
   * zero, as soon as there are no more at hand. While what follows on its thread is busy with a
   * list no other one goes on; that time counts towards the linger.
   */
  public PipelineBuilder<I, List<T>> batch(String stage, int size, Duration linger) {
    Nanos.atLeastOne("size", size);
    Nanos.notNegative("linger", linger);
    return add(stage, usualBuffer(), new StageSpec.Batching(size, linger));
  }

  /** Ends the pipeline in a sink, and starts it. */
  public Pipeline<I> into(String stage, Sink<? super T> sink) {
    PipelineBuilder<I, Object> ended =
        each(stage, null, (state, next) -> new SinkStage<>(state, Erased.sink(sink)));
    return ended.start();
  }

  /**
   * Ends the pipeline in a sink that is called with several items at once, and starts it.
   *
   * @throws IllegalArgumentException if {@code parallel} is ordered: calls at once have no order
   */
  public Pipeline<I> into(String stage, Parallel<? super T> parallel, Sink<? super T> sink) {
    if (parallel.inOrder()) {
      throw new IllegalArgumentException(
          "the sink " + stage + " has nothing to hand on in order; byKey keeps the order of a key");
    }
    PipelineBuilder<I, Object> ended =
        each(stage, parallel, (state, next) -> new SinkStage<>(state, Erased.sink(sink)));
    return ended.start();
  }

  private Pipeline<I> start() {
    PipelineScope scope = new PipelineScope(new EventPublisher(name, listener));
    PipelineAssembler assembler = new PipelineAssembler(scope, clock);
    Pipeline<I> pipeline =
        new Pipeline<>(
            scope, new SubmissionQueue(assembler.assemble(specs), scope), assembler.states());
    assembler.start();
    return pipeline;
  }

  private <R> PipelineBuilder<I, R> each(
      String stage, @Nullable Parallel<? super T> parallel, StageSpec.Maker maker) {
    boolean apart = parallel != null || afterParallel();
    StageSpec.Each work =
        new StageSpec.Each(parallel == null ? null : Erased.parallel(parallel), maker);
    return add(stage, apart ? usualBuffer() : buffer, work);
  }

  private boolean afterParallel() {
    return !specs.isEmpty()
        && specs.getLast().work() instanceof StageSpec.Each each
        && each.parallel() != null;
  }

  private int usualBuffer() {
    return buffer == 0 ? USUAL_BUFFER : buffer;
  }

  @SuppressWarnings("unchecked") // the type of what comes next is only known to the compiler
  private <R> PipelineBuilder<I, R> add(String stage, int room, StageSpec.Work work) {
    if (specs.stream().anyMatch(spec -> spec.name().equals(stage))) {
      throw new IllegalArgumentException("there are two stages " + stage + " in " + name);
    }
    specs.add(new StageSpec(stage, onFailure, room, work));
    buffer = 0;
    return (PipelineBuilder<I, R>) this;
  }
}
