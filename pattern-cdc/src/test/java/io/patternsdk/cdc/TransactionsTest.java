package io.patternsdk.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.cdc.CdcStatus.Role;
import io.patternsdk.core.Clock;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.layer.Layer;
import io.patternsdk.testkit.Rounds;
import io.patternsdk.testkit.fault.Fault;
import io.patternsdk.testkit.fault.FaultPlan;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams that store the position with the messages have each change once. */
class TransactionsTest {
  private final Site site = new Site();

  @AfterEach
  void close() {
    site.close();
  }

  static LongStream seeds() {
    return Rounds.seeds();
  }

  private CdcBuilder builder(Map<String, Object> more, Layer layer) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("lease", Duration.ofMillis(200));
    settings.put("batch_size", 3);
    settings.put("routes", Map.of("events", Map.of("deliver", "streams")));
    return Cdc.builder()
        .source(site.source, layer)
        .destination("events", site.target, layer)
        .state(site.state, layer)
        .tables(site.names().toArray(String[]::new))
        .settings(settings)
        .onFailure(site.failures::add);
  }

  private void awaitStreaming(Cdc cdc) {
    site.eventually.until("that it streams", () -> cdc.status().role() == Role.STREAMING);
  }

  private Map<String, List<String>> delivered(TrueMessages truth) {
    TrueMessages.Ids ids = new TrueMessages.Ids();
    for (String stream : truth.streams()) {
      site.all(stream).forEach(message -> ids.add(stream, message));
    }
    return ids.byKey();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void eachChangeIsThereOnceWhereverAProcessEnds(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    TrueMessages truth = new TrueMessages(site);
    try (Cdc cdc = builder(Map.of(), new Death(-1)).start()) {
      awaitStreaming(cdc);
    }
    for (int deaths = 1 + random.nextInt(3); deaths > 0; deaths--) {
      Death death = new Death(random.nextLong(150));
      try (Cdc cdc = builder(Map.of(), death).start()) {
        site.eventually.until(
            "that it dies",
            () -> {
              site.change(cdc.status().role() == Role.STREAMING ? 1 : 0);
              return death.isDead();
            });
      }
      site.failures.clear();
    }
    site.change(5);
    try (Cdc cdc = builder(Map.of(), new Death(-1)).start()) {
      truth.awaitDelivered(cdc);
    }
    assertThat(delivered(truth)).isEqualTo(truth.byKey());
  }

  @Test
  void whereAnswersAreLostEachChangeIsThereOnce() {
    TrueMessages truth = new TrueMessages(site);
    FaultPlan plan = FaultPlan.seeded(7, Clock.system());
    plan.sometimes(
        0.2, "stream_transactional.append_together", Fault.ambiguous(ErrorKind.TIMED_OUT));
    plan.sometimes(
        0.1, "stream_transactional.append_together", Fault.refused(ErrorKind.UNAVAILABLE));
    plan.sometimes(0.2, "stream_transactional.open_writer", Fault.refused(ErrorKind.TIMED_OUT));
    try (Cdc cdc = builder(Map.of(), plan).start()) {
      awaitStreaming(cdc);
      site.change(60);
      truth.awaitDelivered(cdc);
    }
    assertThat(delivered(truth)).isEqualTo(truth.byKey());
  }

  @Test
  void aPositionThatWasKeptInTheStateIsTakenOver() {
    TrueMessages truth = new TrueMessages(site);
    for (boolean transactions : new boolean[] {false, true}) {
      try (Cdc cdc = builder(Map.of("transactions", transactions), new Death(-1)).start()) {
        awaitStreaming(cdc);
        site.change(5);
        truth.awaitDelivered(cdc);
      }
    }
    assertThat(delivered(truth)).isEqualTo(truth.byKey());
  }
}
