package io.patternsdk.benchmarks.primitives;

import io.patternsdk.concurrency.fanout.FanOut;
import io.patternsdk.concurrency.pool.WorkerPool;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What runs ten at a time. */
public enum PoolContender {
  /** Tasks submitted one by one. */
  SUBMIT("ThreadPoolExecutor") {
    @Override
    Started start() {
      ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
      return new Started(Way.submit(threads::submit), threads);
    }
  },
  /** Tasks handed over at once. */
  INVOKE_ALL("invokeAll") {
    @Override
    Started start() {
      ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
      return new Started(Way.invokeAll(threads), threads);
    }
  },
  /** JDK 24 and newer. */
  GATHERER("Gatherers.mapConcurrent") {
    @Override
    Started start() {
      return new Started(MapConcurrent.bounded(WORKERS).orElseThrow(), () -> {});
    }
  },
  /** No pool: what none can beat. */
  IDEAL("ten loops") {
    @Override
    Started start() {
      ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
      return new Started(Way.loops(threads, WORKERS), threads);
    }
  },
  /** Ours, one by one. */
  OUR_SUBMIT("our pool, submit") {
    @Override
    Started start() {
      WorkerPool pool = pool();
      return new Started(Way.submit(pool::submit), pool);
    }
  },
  /** Ours, at once. */
  OUR_BULK("our pool, bulk") {
    @Override
    Started start() {
      WorkerPool pool = pool();
      return new Started(Way.bulk(pool), pool);
    }
  },
  /** Ours, without a pool. */
  OUR_FAN_OUT("our fan-out") {
    @Override
    Started start() {
      return new Started(Way.fanOut(FanOut.bounded(WORKERS)), () -> {});
    }
  };

  private static final int WORKERS = 10;

  private final String title;

  PoolContender(String title) {
    this.title = title;
  }

  /**
   * A way that is ready.
   *
   * @param way how it is done
   * @param threads what it is done with
   */
  record Started(Way way, AutoCloseable threads) {}

  abstract Started start();

  private static WorkerPool pool() {
    return WorkerPool.named("bench").workers(WORKERS).queue(100_000).build();
  }

  @Override
  public String toString() {
    return title;
  }
}
