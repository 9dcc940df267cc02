package io.patternsdk.benchmarks.paired;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntToLongFunction;

/**
 * Compares contenders: they take short turns in shuffled order in one JVM, turns in which a thread
 * waited for a core are thrown away, and medians are compared. The first contender is the reference
 * of the ratios, each of which is between turns of one round, so that a load that comes and goes on
 * the machine changes both.
 */
public final class Comparison {
  private final String title;
  private final List<Contender> contenders = new ArrayList<>();
  private int rounds = 60;
  private Duration turn = Duration.ofMillis(5);
  private boolean everyThread;
  private int mostThreads = 1;

  /** Begins a comparison that the table will call {@code title}. */
  public Comparison(String title) {
    this.title = title;
  }

  /** Adds a contender; the first one is the reference. */
  public Comparison add(String name, Contender.Turn turn) {
    contenders.add(new Contender(name, turn));
    return this;
  }

  /**
   * Adds a contender that does one piece of work in a loop of its own; the work is told which time
   * of its turn it is, from 0, and returns something that depends on all it did.
   */
  public Comparison each(String name, IntToLongFunction work) {
    return add(name, Loop.over(work));
  }

  /** Lets each contender take so many turns; 60 unless said otherwise. */
  public Comparison rounds(int rounds) {
    this.rounds = rounds;
    return this;
  }

  /** Lets each turn last about so long; 5 ms unless said otherwise. */
  public Comparison turn(Duration turn) {
    this.turn = turn;
    return this;
  }

  /** Lets a fork run it on 1 to so many threads; on 1 alone unless said otherwise. */
  public Comparison upToThreads(int threads) {
    mostThreads = threads;
    return this;
  }

  int mostThreads() {
    return mostThreads;
  }

  /**
   * Says that the work is done on threads of its own: memory is that of all threads, and no turn is
   * thrown away, because a caller that waits is nothing unusual.
   */
  public Comparison everyThread() {
    everyThread = true;
    return this;
  }

  /** Runs it on so many threads and returns a line for each contender. */
  public List<Line> run(int threads) {
    try (Team team = new Team(threads, everyThread)) {
      Map<Contender, Integer> times = new LinkedHashMap<>();
      contenders.forEach(contender -> times.put(contender, warmUp(team, contender)));
      return Rounds.of(
              contenders,
              rounds,
              contender -> team.take(contender, times.getOrDefault(contender, 1)))
          .lines(title, threads, contenders);
    }
  }

  /** Runs it on 1 to {@code mostThreads} threads and prints the table. */
  public void print(int mostThreads) {
    System.out.println();
    System.out.println(title);
    for (int threads = 1; threads <= mostThreads; threads++) {
      run(threads).forEach(System.out::println);
    }
  }

  private int warmUp(Team team, Contender contender) {
    int times = 1;
    long until = System.nanoTime() + Duration.ofMillis(700).toNanos();
    while (System.nanoTime() - until < 0) {
      double nanos = Math.max(0.05, team.take(contender, times).nanos());
      times = (int) Math.clamp(turn.toNanos() / nanos, 1, 100_000_000);
    }
    return times;
  }

  /**
   * One line of the table.
   *
   * @param title what the comparison is called
   * @param name the contender
   * @param threads how many threads called at once
   * @param nanos the median time for each call, of all threads together
   * @param bytes the median memory for each call
   * @param ratio its time over that of the reference, the median over rounds
   * @param undisturbed how many turns were not disturbed; with fewer than 7 all were used
   */
  public record Line(
      String title,
      String name,
      int threads,
      double nanos,
      double bytes,
      double ratio,
      int undisturbed)
      implements Serializable {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "  %-44s %dT %9.1f ns %7.1f B  ratio %6.3f  (%d turns)",
          name,
          threads,
          nanos,
          bytes,
          ratio,
          undisturbed);
    }
  }
}
