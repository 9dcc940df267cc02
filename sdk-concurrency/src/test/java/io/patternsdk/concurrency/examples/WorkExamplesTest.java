package io.patternsdk.concurrency.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.concurrency.Report;
import io.patternsdk.concurrency.fanin.FanIn;
import io.patternsdk.concurrency.fanout.FanOut;
import io.patternsdk.concurrency.pipeline.OnFailure;
import io.patternsdk.concurrency.pipeline.Parallel;
import io.patternsdk.concurrency.pipeline.Pipeline;
import io.patternsdk.concurrency.pool.WorkerPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** The examples in the javadoc of what does work at once; javadoc takes its regions from here. */
class WorkExamplesTest {
  private final List<String> identities = List.of("dns", "http");
  private final Queue<String> sent = new ConcurrentLinkedQueue<>();

  private boolean send(String identity) {
    return sent.add(identity);
  }

  @Test
  void workerPool() {
    // @start region="worker-pool" :
    try (WorkerPool pool = WorkerPool.named("multicast").workers(10).queue(1_000).build()) {
      Report<Boolean> report = pool.all(identities, identity -> send(identity));
    }
    // @end
    assertThat(sent).containsExactlyInAnyOrderElementsOf(identities);
  }

  @Test
  void fanOut() {
    // @start region="fan-out" :
    Report<Boolean> report = FanOut.bounded(10).all(identities, identity -> send(identity));
    List<Throwable> failures = report.failures();
    // @end
    assertThat(failures).isEmpty();
    assertThat(sent).containsExactlyInAnyOrderElementsOf(identities);
  }

  @Test
  void pipeline() {
    Queue<String> letters = new ConcurrentLinkedQueue<>();
    List<Integer> committed = new ArrayList<>();
    List<String> changes = List.of("1", "2", "three", "4");
    // @start region="pipeline" :
    Pipeline<String> pipeline =
        Pipeline.<String>named("cdc")
            .onFailure(OnFailure.deadLetter(letter -> letters.add(letter.toString())))
            .map("parse", Integer::parseInt)
            .onFailure(OnFailure.stop())
            .map("deliver", Parallel.byKey(8, Integer::intValue).ordered(), number -> number)
            .batch("positions", 100, Duration.ofMillis(50))
            .into("commit", committed::addAll);
    pipeline.run(changes).orThrow();
    // @end
    assertThat(committed).containsExactly(1, 2, 4);
    assertThat(letters).singleElement().asString().contains("three");
  }

  @Test
  void fanIn() {
    List<String> eu = List.of("eu 1", "eu 2");
    List<String> us = List.of("us 1");
    List<String> merged = new ArrayList<>();
    // @start region="fan-in" :
    try (FanIn<String> changes =
        FanIn.<String>named("regions")
            .source("eu", eu.iterator())
            .source("us", us.iterator())
            .start()) {
      changes.forEachRemaining(merged::add);
    }
    // @end
    assertThat(merged).contains("us 1").containsSubsequence("eu 1", "eu 2");
  }
}
