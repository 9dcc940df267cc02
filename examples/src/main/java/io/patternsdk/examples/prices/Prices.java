package io.patternsdk.examples.prices;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.patternsdk.concurrency.Report;
import io.patternsdk.concurrency.guard.Guard;
import io.patternsdk.concurrency.pipeline.FailedItem;
import io.patternsdk.concurrency.pipeline.OnFailure;
import io.patternsdk.concurrency.pipeline.Parallel;
import io.patternsdk.concurrency.pipeline.Pipeline;
import io.patternsdk.concurrency.pipeline.PipelineMeters;
import io.patternsdk.concurrency.pool.PoolMeters;
import io.patternsdk.concurrency.pool.WorkerPool;
import io.patternsdk.concurrency.retry.RetryBudget;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Meters;
import io.patternsdk.observability.GuardMeters;
import io.patternsdk.observability.PatternMeters;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Calls a flaky service: one by one, in bulk and in a pipeline. */
public final class Prices {
  private final Queue<Order> store = new ConcurrentLinkedQueue<>();
  private final Queue<FailedItem> letters = new ConcurrentLinkedQueue<>();

  private Prices() {}

  /** Prints what became of it. */
  public static void main(String[] args) throws IOException {
    Guard guard = Guards.built(RetryBudget.of(20, 0.1), new Printed());
    try (FlakyService service = new FlakyService();
        WorkerPool pool = WorkerPool.named("prices").workers(4).queue(100).build()) {
      new Prices().run(new PriceClient(service.uri(), guard), guard, pool);
    }
  }

  private void run(PriceClient client, Guard guard, WorkerPool pool) throws IOException {
    System.out.println("book: " + client.price("book"));
    Report<Integer> report = all(client, pool, List.of("book", "atlas", "pen"));
    System.out.println(report.values() + ", " + report.failures());
    Pipeline<String> pipeline = orders(client);
    MeterRegistry registry = new SimpleMeterRegistry();
    publish(registry, guard, pool, pipeline);
    pipeline.run(List.of("book 2", "book two", "atlas 1")).orThrow();
    System.out.println("stored: " + store);
    letters.forEach(letter -> System.out.println(letter.stage() + ": " + letter.cause()));
    System.out.println(
        "repeated: " + (int) registry.get("retry_repeated_total").functionCounter().count());
  }

  private static Report<Integer> all(PriceClient client, WorkerPool pool, List<String> items) {
    Report<Integer> report =
        Deadline.within(Duration.ofSeconds(3), () -> pool.all(items, client::price));
    return report;
  }

  private Pipeline<String> orders(PriceClient client) {
    Pipeline<String> pipeline =
        Pipeline.<String>named("orders")
            .onFailure(OnFailure.deadLetter(letters::add))
            .map("parse", Order::parse)
            .map("price", Parallel.ordered(4), order -> order.at(client.price(order.item())))
            .batch("batch", 100, Duration.ofMillis(50))
            .onFailure(OnFailure.stop())
            .into("store", store::addAll);
    return pipeline;
  }

  private static void publish(
      MeterRegistry registry, Guard guard, WorkerPool pool, Pipeline<String> pipeline) {
    Meters meters = new PatternMeters(registry);
    GuardMeters.publish(meters, "prices", guard);
    PoolMeters.publish(meters, pool);
    PipelineMeters.publish(meters, pipeline);
  }
}
