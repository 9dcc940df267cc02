package io.patternsdk.benchmarks.paired;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Pairs contenders of a JMH benchmark at the level of forks: a turn is a JVM that runs one of them.
 * The benchmark has a parameter {@code contender}, an enum whose constants say by {@code toString}
 * what the table calls them. Memory is what all threads of the JVM allocate.
 */
public final class JmhForks {
  private static final String BYTES = "gc.alloc.rate.norm";

  private JmhForks() {}

  /** Runs so many rounds of a method of the benchmark, each one fork of each contender. */
  public static <C extends Enum<C>> Rounds<C> run(
      Class<?> benchmark, String method, List<C> contenders, int rounds) throws RunnerException {
    String name = benchmark.getCanonicalName() + "." + method;
    return Rounds.of(contenders, rounds, contender -> fork(name, contender));
  }

  private static Sample fork(String benchmark, Enum<?> contender) throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(benchmark) + "$")
            .param("contender", contender.name())
            .forks(1)
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    return sample(new Runner(options).runSingle());
  }

  /** The time is the median over the iterations: one that was disturbed does not count for it. */
  private static Sample sample(RunResult result) {
    Collection<BenchmarkResult> forks = result.getBenchmarkResults();
    double nanos =
        Rounds.median(
            forks.stream().flatMap(fork -> fork.getIterationResults().stream()).toList(),
            iteration -> iteration.getPrimaryResult().getScore());
    Result<?> bytes = result.getSecondaryResults().get(BYTES);
    if (bytes == null) {
      throw new IllegalStateException("the JVM does not tell what its threads allocate");
    }
    return new Sample(nanos, bytes.getScore(), true);
  }
}
