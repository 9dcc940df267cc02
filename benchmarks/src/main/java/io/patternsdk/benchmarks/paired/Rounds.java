package io.patternsdk.benchmarks.paired;

import io.patternsdk.benchmarks.paired.Comparison.Line;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * What contenders cost that took turns in rounds, one each and in shuffled order: a ratio is the
 * median of the ratios within each round, so that a load that comes and goes on the machine changes
 * both sides.
 */
public final class Rounds<C> {
  private static final int FEWEST_SAMPLES = 7;

  private final Map<C, List<Sample>> samples = new LinkedHashMap<>();

  private Rounds(List<C> contenders) {
    contenders.forEach(contender -> samples.put(contender, new ArrayList<>()));
  }

  /** A turn of a contender. */
  @FunctionalInterface
  interface Turn<C, E extends Exception> {
    Sample take(C contender) throws E;
  }

  /** Lets each contender take a turn in each of so many rounds. */
  static <C, E extends Exception> Rounds<C> of(List<C> contenders, int rounds, Turn<C, E> turn)
      throws E {
    Rounds<C> taken = new Rounds<>(contenders);
    Random random = new Random(1);
    for (int round = 0; round < rounds; round++) {
      List<C> order = new ArrayList<>(contenders);
      Collections.shuffle(order, random);
      for (C contender : order) {
        taken.of(contender).add(turn.take(contender));
      }
    }
    return taken;
  }

  /**
   * Returns what contenders cost on so many threads, as lines of the table of that title. The first
   * is the reference of the ratios.
   */
  public List<Line> lines(String title, int threads, List<C> contenders) {
    return contenders.stream()
        .map(contender -> line(title, threads, contender, contenders.getFirst()))
        .toList();
  }

  private Line line(String title, int threads, C contender, C reference) {
    List<Sample> all = of(contender);
    List<Sample> kept = all.stream().filter(Sample::undisturbed).toList();
    List<Sample> used = kept.size() < FEWEST_SAMPLES ? all : kept;
    return new Line(
        title,
        contender.toString(),
        threads,
        median(used, Sample::nanos),
        median(used, Sample::bytes),
        ratio(all, of(reference)),
        kept.size());
  }

  private List<Sample> of(C contender) {
    List<Sample> taken = samples.get(contender);
    if (taken == null) {
      throw new IllegalArgumentException(contender + " has taken no turn");
    }
    return taken;
  }

  private static double ratio(List<Sample> samples, List<Sample> reference) {
    List<Double> all = new ArrayList<>();
    List<Double> undisturbed = new ArrayList<>();
    for (int round = 0; round < samples.size(); round++) {
      Sample one = samples.get(round);
      Sample other = reference.get(round);
      all.add(one.nanos() / other.nanos());
      if (one.undisturbed() && other.undisturbed()) {
        undisturbed.add(all.getLast());
      }
    }
    return median(undisturbed.size() < FEWEST_SAMPLES ? all : undisturbed, Double::doubleValue);
  }

  /** Returns the value in the middle; of two in the middle, the greater one. */
  static <T> double median(List<T> all, ToDoubleFunction<T> value) {
    double[] sorted = all.stream().mapToDouble(value).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
