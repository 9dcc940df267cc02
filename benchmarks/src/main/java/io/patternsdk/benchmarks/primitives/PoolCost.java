package io.patternsdk.benchmarks.primitives;

import static io.patternsdk.benchmarks.primitives.PoolContender.GATHERER;
import static io.patternsdk.benchmarks.primitives.PoolContender.IDEAL;
import static io.patternsdk.benchmarks.primitives.PoolContender.INVOKE_ALL;
import static io.patternsdk.benchmarks.primitives.PoolContender.OUR_BULK;
import static io.patternsdk.benchmarks.primitives.PoolContender.OUR_FAN_OUT;
import static io.patternsdk.benchmarks.primitives.PoolContender.OUR_SUBMIT;
import static io.patternsdk.benchmarks.primitives.PoolContender.SUBMIT;

import io.patternsdk.benchmarks.paired.Comparison.Line;
import io.patternsdk.benchmarks.paired.JmhForks;
import io.patternsdk.benchmarks.paired.Measured;
import io.patternsdk.benchmarks.paired.Rounds;
import io.patternsdk.benchmarks.report.Scoreboard;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/** What worker pool and fan-out cost for each task, beside what else runs ten at a time. */
final class PoolCost {
  private static final String ONE_BY_ONE = "100,000 trivial tasks submitted one by one";
  private static final String BULK = "100,000 trivial tasks at once";
  private static final String FAN_OUT = "1,000 trivial tasks at once";
  private static final String BESIDE_STREAM = "1,000 trivial tasks in a stream";
  private static final String BRIEF = "1,000 tasks of 20 µs";
  private static final String BLOCKING = "200 tasks that block for 1 ms";
  private static final List<PoolContender> OURS = List.of(OUR_SUBMIT, OUR_BULK, OUR_FAN_OUT);

  private PoolCost() {}

  /** Runs so many rounds of each comparison and says which targets were met. */
  static void print(int rounds) throws RunnerException {
    boolean streams = MapConcurrent.bounded(1).isPresent();
    Measured measured = measured(rounds, streams);
    measured.print();
    Scoreboard score = new Scoreboard("Worker pool and fan-out, ten at a time");
    Line submit = measured.line(ONE_BY_ONE, OUR_SUBMIT.toString());
    Line fanOut = measured.line(FAN_OUT, OUR_FAN_OUT.toString());
    atMost(score, "100,000 trivial tasks, " + SUBMIT, submit, 0.75);
    atMost(
        score, "100,000 trivial tasks, invokeAll", measured.line(BULK, OUR_BULK.toString()), 0.25);
    atMost(score, "1,000 trivial tasks, invokeAll", fanOut, 0.15);
    if (streams) {
      Line line = measured.line(BESIDE_STREAM, OUR_FAN_OUT.toString());
      atMost(score, "1,000 trivial tasks, mapConcurrent", line, 0.05);
    }
    score.note("memory of a task", submit.bytes(), "B");
    score.atMost("memory of an input of a fan-out", fanOut.bytes(), "B", 25);
    for (PoolContender ours : OURS) {
      atMost(score, BRIEF + ", " + SUBMIT, measured.line(BRIEF, ours.toString()), 1.05);
    }
    for (PoolContender ours : OURS) {
      atMost(score, BLOCKING + ", " + IDEAL, measured.line(BLOCKING, ours.toString()), 1.05);
    }
    score.print();
  }

  private static void atMost(Scoreboard score, String peer, Line ours, double target) {
    score.atMost(ours.name() + " / " + peer, ours.ratio(), "×", target);
  }

  private static Measured measured(int rounds, boolean streams) throws RunnerException {
    List<Line> lines = new ArrayList<>();
    int more = 2 * rounds - 1; // a submission's time differs most from fork to fork
    lines.addAll(compare(ONE_BY_ONE, "many", more, List.of(SUBMIT, OUR_SUBMIT)));
    lines.addAll(compare(BULK, "many", rounds, List.of(INVOKE_ALL, OUR_BULK)));
    List<PoolContender> besideStream = List.of(GATHERER, OUR_FAN_OUT);
    List<PoolContender> besideBulk = List.of(INVOKE_ALL, OUR_FAN_OUT);
    Rounds<PoolContender> fanOut =
        run("some", rounds, streams ? List.of(INVOKE_ALL, GATHERER, OUR_FAN_OUT) : besideBulk);
    lines.addAll(fanOut.lines(FAN_OUT, 1, besideBulk));
    if (streams) {
      lines.addAll(fanOut.lines(BESIDE_STREAM, 1, besideStream));
    }
    lines.addAll(
        compare(BRIEF, "brief", rounds, List.of(SUBMIT, OUR_SUBMIT, OUR_BULK, OUR_FAN_OUT)));
    lines.addAll(
        compare(BLOCKING, "blocking", rounds, List.of(IDEAL, OUR_SUBMIT, OUR_BULK, OUR_FAN_OUT)));
    return new Measured(lines);
  }

  private static List<Line> compare(
      String title, String work, int rounds, List<PoolContender> contenders)
      throws RunnerException {
    return run(work, rounds, contenders).lines(title, 1, contenders);
  }

  private static Rounds<PoolContender> run(String work, int rounds, List<PoolContender> contenders)
      throws RunnerException {
    return JmhForks.run(PoolBenchmark.class, work, contenders, rounds);
  }
}
