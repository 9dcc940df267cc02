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
      void print() throws Exception {
        BreakerCost.print();
      }
    },
    GUARD {
      @Override
      void print() throws Exception {
        GuardCost.print();
      }
    },
    SATURATED {
      @Override
      void print() throws Exception {
        SaturatedCost.print();
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
      void print() throws Exception {
        PipelineCost.print();
      }
    },
    BUFFER {
      @Override
      void print() {
        BufferCost.print();
      }
    };

    abstract void print() throws Exception;
  }
}
