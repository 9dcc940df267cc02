package io.patternsdk.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.concurrency.pool.PoolMeters;
import io.patternsdk.concurrency.pool.WhenFull;
import io.patternsdk.concurrency.pool.WorkerPool;
import io.patternsdk.core.Deadline;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PoolMetersTest {
  private final PrometheusMetrics metrics = new PrometheusMetrics();
  private final CountDownLatch gate = new CountDownLatch(1);

  private List<String> lines() {
    String type = PrometheusMetrics.contentType("");
    return metrics.scrape(type).lines().filter(line -> !line.startsWith("#")).toList();
  }

  private boolean waitAtTheGate() throws InterruptedException {
    gate.await();
    return true;
  }

  @Test
  void aPoolShowsWhatRunsWaitsHasEndedAndWasRefused() {
    WorkerPool pool = WorkerPool.named("a").workers(2).queue(1).whenFull(WhenFull.REJECT).build();
    PoolMeters.publish(metrics.meters(), pool);
    for (int i = 0; i < 5; i++) {
      pool.trySubmit(this::waitAtTheGate);
    }
    assertThat(lines())
        .contains(
            "worker_pool_workers{pool=\"a\"} 2.0",
            "worker_pool_running{pool=\"a\"} 2.0",
            "worker_pool_queued{pool=\"a\"} 1.0",
            "worker_pool_completed_total{pool=\"a\"} 0.0",
            "worker_pool_refused_total{pool=\"a\"} 2.0");
    gate.countDown();
    pool.drain(Deadline.NONE);
    assertThat(lines())
        .contains(
            "worker_pool_running{pool=\"a\"} 0.0", "worker_pool_completed_total{pool=\"a\"} 3.0");
  }
}
