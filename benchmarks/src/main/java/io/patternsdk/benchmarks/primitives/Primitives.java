package io.patternsdk.benchmarks.primitives;

import java.util.List;
import java.util.Locale;

/** Prints what the primitives cost beside their peers: {@code script/bench primitives}. */
public final class Primitives {
  private Primitives() {}

  /** Runs all comparisons, or those whose names are given. */
  public static void main(String[] names) throws Exception {
    for (Part part : Part.values()) {
      if (names.length == 0 || List.of(names).contains(part.name().toLowerCase(Locale.ROOT))) {
        part.print();
      }
    }
  }

  private enum Part {
    BREAKER {
      @Override
      void print() {
        BreakerCost.closed().print(2);
        BreakerCost.failing().print(2);
        BreakerCost.open().print(2);
      }
    },
    BULKHEAD {
      @Override
      void print() {
        GuardCost.bulkhead().print(2);
      }
    },
    RETRY {
      @Override
      void print() {
        GuardCost.retry().print(2);
      }
    },
    GUARD {
      @Override
      void print() {
        GuardCost.guard().print(2);
        GuardCost.layered().print(2);
      }
    },
    POOL {
      @Override
      void print() throws Exception {
        PoolCost.print();
      }
    },
    PIPELINE {
      @Override
      void print() {
        PipelineCost.stages().print(1);
      }
    };

    abstract void print() throws Exception;
  }
}
