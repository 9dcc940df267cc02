package io.patternsdk.benchmarks.primitives;

import static io.patternsdk.benchmarks.primitives.PipelineContender.DISRUPTOR;
import static io.patternsdk.benchmarks.primitives.PipelineContender.FUSED;
import static io.patternsdk.benchmarks.primitives.PipelineContender.OURS;
import static io.patternsdk.benchmarks.primitives.PipelineContender.QUEUES;
import static io.patternsdk.benchmarks.primitives.PipelineContender.REACTOR;
import static io.patternsdk.benchmarks.primitives.PipelineContender.SUBMITTED;

import io.patternsdk.benchmarks.paired.Comparison.Line;
import io.patternsdk.benchmarks.paired.JmhForks;
import io.patternsdk.benchmarks.paired.Measured;
import io.patternsdk.benchmarks.paired.Rounds;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/** What it costs to pass an item through three stages, beside what else does that. */
final class PipelineCost {
  private static final String TITLE = "Pipeline of 3 stages, 1,000,000 items, beside ";
  private static final String BESIDE_QUEUES = TITLE + "queues";
  private static final String BESIDE_REACTOR = TITLE + "Reactor";
  private static final String BESIDE_DISRUPTOR = TITLE + "Disruptor";

  private PipelineCost() {}

  /** Runs so many rounds and says which targets were met. */
  static void print(int rounds) throws RunnerException {
    Rounds<PipelineContender> taken =
        JmhForks.run(PipelineBenchmark.class, "item", List.of(PipelineContender.values()), rounds);
    List<Line> lines = new ArrayList<>();
    lines.addAll(taken.lines(BESIDE_QUEUES, 1, List.of(QUEUES, OURS, SUBMITTED, FUSED)));
    lines.addAll(taken.lines(BESIDE_REACTOR, 1, List.of(REACTOR, OURS)));
    lines.addAll(taken.lines(BESIDE_DISRUPTOR, 1, List.of(DISRUPTOR, OURS)));
    Measured measured = new Measured(lines);
    measured.print();
    Targets targets = new Targets("Pipeline", measured);
    targets.atMost(BESIDE_QUEUES, OURS.toString(), 1, 0.75);
    targets.atMost(BESIDE_REACTOR, OURS.toString(), 1, 0.45);
    targets.atMost(BESIDE_DISRUPTOR, OURS.toString(), 1, 0.35);
    targets.print();
  }
}
