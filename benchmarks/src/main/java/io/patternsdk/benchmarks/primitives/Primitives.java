package io.patternsdk.benchmarks.primitives;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Prints what the primitives cost beside their peers: {@code script/bench primitives}. */
public final class Primitives {
  private Primitives() {}

  /** Runs all comparisons, or those whose names are given; {@code --quick} for a fast look. */
  public static void main(String[] args) throws Exception {
    List<String> names = Stream.of(args).filter(arg -> !arg.startsWith("--")).toList();
    int forks = List.of(args).contains("--quick") ? 1 : 3;
    for (Part part : Part.values()) {
      if (names.isEmpty() || names.contains(part.name().toLowerCase(Locale.ROOT))) {
        part.print(forks);
      }
    }
  }

  private enum Part {
    BREAKER {
      @Override
      void print(int forks) throws Exception {
        BreakerCost.print(forks);
      }
    },
    GUARD {
      @Override
      void print(int forks) throws Exception {
        GuardCost.print(forks);
      }
    },
    SATURATED {
      @Override
      void print(int forks) throws Exception {
        SaturatedCost.print();
      }
    },
    POOL {
      @Override
      void print(int forks) throws Exception {
        PoolCost.print(forks);
      }
    },
    PIPELINE {
      @Override
      void print(int forks) throws Exception {
        PipelineCost.print(forks);
      }
    },
    BUFFER {
      @Override
      void print(int forks) {
        BufferCost.print();
      }
    };

    abstract void print(int forks) throws Exception;
  }
}
