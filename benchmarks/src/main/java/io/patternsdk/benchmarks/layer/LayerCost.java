package io.patternsdk.benchmarks.layer;

import io.patternsdk.benchmarks.paired.Comparison;
import io.patternsdk.benchmarks.paired.Comparison.Line;
import io.patternsdk.benchmarks.paired.Contender;
import io.patternsdk.benchmarks.report.Scoreboard;
import io.patternsdk.core.keyvalue.KeyValue;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the layers cost, over a driver that does nothing: {@code script/bench layer}.
 *
 * <p>With a namespace the reference puts the prefix before the key by itself: somebody has to.
 */
public final class LayerCost {
  private static final String NAMESPACE = "multicast-registry";
  private static final String KEY = "identity:service-1234";

  private LayerCost() {}

  /** Prints it; {@code --quick} for a fast look. */
  public static void main(String[] args) {
    int rounds = List.of(args).contains("--quick") ? 15 : 60;
    Scoreboard score = new Scoreboard("A layered call: what it costs more than the driver alone");
    for (int threads = 1; threads <= 2; threads++) {
      Costs costs = new Costs(plain().rounds(rounds).run(threads), threads);
      costs.judge("checks, refusals, guard, metrics", score);
      costs.note("of that: checks", "checks", score);
      costs.note("of that: checks and guard", "checks, guard", score);
      costs.note("of that: checks and metrics", "checks, metrics", score);
      costs.note("Resilience4j's decorators and a micrometer timer", "Resilience4j", score);
      new Costs(prefixed().rounds(rounds).run(threads), threads)
          .judge("all of them, with a namespace", score);
    }
    score.print();
  }

  private static Comparison plain() {
    IdleDriver driver = new IdleDriver();
    Slots slots = new Slots(driver, "");
    return new Comparison("get through the layers")
        .add("the driver itself", turn(driver))
        .add("checks", turn(slots.bare()))
        .add("checks, guard", turn(slots.guarded()))
        .add("checks, metrics", turn(slots.measured()))
        .add("checks, refusals, guard, metrics", turn(slots.complete()))
        .add("Resilience4j", turn(Peers.decorated(() -> driver.get(KEY).isPresent())));
  }

  private static Comparison prefixed() {
    IdleDriver driver = new IdleDriver();
    String prefix = NAMESPACE + ":";
    return new Comparison("get with a namespace")
        .add("the driver itself", turn(() -> driver.get(prefix + KEY).isPresent()))
        .add("all of them, with a namespace", turn(new Slots(driver, NAMESPACE).complete()));
  }

  private static Contender.Turn turn(KeyValue values) {
    return times -> {
      long found = 0;
      for (int i = 0; i < times; i++) {
        found += values.get(KEY).isPresent() ? 1 : 0;
      }
      return found;
    };
  }

  private static Contender.Turn turn(Supplier<Boolean> call) {
    return times -> {
      long found = 0;
      for (int i = 0; i < times; i++) {
        found += call.get() ? 1 : 0;
      }
      return found;
    };
  }

  /** Lines of a comparison as what they cost more than its first. */
  private record Costs(List<Line> lines, int threads) {
    Costs {
      lines.forEach(System.out::println);
    }

    /** The targets are those of a single thread. */
    void judge(String name, Scoreboard score) {
      if (threads == 1) {
        score.atMost(name + on(), nanos(name), "ns", 250);
        score.atMost(name + on(), line(name).bytes() - lines.getFirst().bytes(), "B", 100);
      } else {
        score.note(name + on(), nanos(name), "ns");
      }
    }

    void note(String what, String name, Scoreboard score) {
      score.note(what + on(), nanos(name), "ns");
    }

    /** For each call of one thread. */
    private double nanos(String name) {
      return (line(name).nanos() - lines.getFirst().nanos()) * threads;
    }

    private Line line(String name) {
      return lines.stream().filter(line -> line.name().equals(name)).findFirst().orElseThrow();
    }

    private String on() {
      return ", " + threads + (threads == 1 ? " thread" : " threads");
    }
  }
}
