package io.patternsdk.cdc;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.cdc.CdcStatus.Role;
import io.patternsdk.core.Message;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonValue;
import io.patternsdk.testkit.Rounds;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A process ends anywhere in a snapshot, while rows are changed, and another goes on with it. */
class SnapshotKillTest {
  private static final String TABLES = "tables";
  private static final String EVENTS = "events";
  private static final Map<String, Object> SETTINGS =
      Map.of(
          "lease",
          Duration.ofMillis(200),
          "snapshot_chunk",
          2,
          "batch_size",
          3,
          "envelope",
          "flat",
          "tombstones",
          false,
          "routes",
          Map.of(EVENTS, Map.of("deliver", "streams")));

  private final Site site = new Site();

  @AfterEach
  void close() {
    site.close();
  }

  static LongStream seeds() {
    return Rounds.seeds();
  }

  private CdcBuilder builder(Death death) {
    return Cdc.builder()
        .source(site.source, death)
        .destination(TABLES, site.target, death)
        .destination(EVENTS, site.target, death)
        .state(site.state, death)
        .tables(site.names().toArray(String[]::new))
        .settings(SETTINGS);
  }

  /** Changes rows until the snapshot is over, or the process. */
  private void run(Death death) {
    try (Cdc cdc = builder(death).onFailure(site.failures::add).start()) {
      site.eventually.until(
          "that it streams or dies",
          () -> {
            site.change(1);
            return death.isDead() || cdc.status().role() == Role.STREAMING;
          });
    }
    if (death.isDead()) {
      site.failures.clear();
    }
  }

  private void finish() {
    try (Cdc cdc = builder(new Death(-1)).onFailure(site.failures::add).start()) {
      site.awaitDelivered(cdc);
      site.change(5);
      site.awaitDelivered(cdc);
      site.eventually.until(
          "that the messages make the tables",
          () ->
              cdc.unfinished().isNothing()
                  && cdc.status().destinations().stream()
                      .allMatch(each -> each.position().equals(cdc.status().read())));
    }
    assertThat(site.failures).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nothingIsLostAndNothingGoesBack(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    site.change(40);
    for (int deaths = 1 + random.nextInt(3); deaths > 0; deaths--) {
      run(new Death(random.nextLong(150)));
    }
    finish();
    check();
  }

  /** What was read of a row is never older than what was told of it before. */
  private void check() {
    Map<String, Long> newest = new HashMap<>();
    Map<String, JsonObject> rows = new HashMap<>();
    Set<String> known = new HashSet<>();
    for (String table : site.names()) {
      for (Message message : site.all("cdc." + table)) {
        JsonObject body = JsonObject.parse(message.body());
        JsonObject row = body.object("row");
        String place = table + row.number("id").text();
        long round = row.number("round").toLong();
        boolean deleted = body.string("op").equals("d");
        if (known.add(message.id())) {
          assertThat(round)
              .as(place + " " + body.string("op"))
              .isGreaterThanOrEqualTo(newest.getOrDefault(place, 0L));
          newest.put(place, deleted ? round + 1 : round);
        }
        if (deleted) {
          rows.remove(place);
        } else {
          rows.put(place, row);
        }
      }
    }
    Map<String, Long> expected = new HashMap<>();
    site.history
        .rows()
        .values()
        .forEach(
            row ->
                expected.put(
                    row.schema().name() + String.valueOf(row.value("id")),
                    (Long) row.value("round")));
    Map<String, Long> come = new HashMap<>();
    rows.forEach((place, row) -> come.put(place, row.number("round").toLong()));
    assertThat(come).isEqualTo(expected);
  }

  private Optional<JsonObject> plan() {
    return site.state
        .require(KEYVALUE_BASIC)
        .get("cdc/cdc/snapshot")
        .map(JsonObject::parse)
        .flatMap(json -> json.find("plan"))
        .map(JsonObject.class::cast);
  }

  private long delivered() {
    return plan().map(json -> json.number("rows").toLong()).orElse(0L);
  }

  @Test
  void itGoesOnBehindTheLastChunkThatIsDelivered() {
    site.change(40);
    int all = site.history.rows().size();
    // So few calls that no process comes from here to the end.
    site.eventually.until(
        "that some rows are delivered",
        () -> {
          Death death = new Death(100);
          try (Cdc cdc =
              builder(death)
                  .settings(Map.of("snapshot_chunk", 1))
                  .onFailure(site.failures::add)
                  .start()) {
            site.eventually.until("that it dies", death::isDead);
            assertThat(cdc.status().role()).isNotEqualTo(Role.STREAMING);
          }
          return delivered() >= 4;
        });
    site.failures.clear();
    long delivered = delivered();
    assertThat(delivered).isLessThan(all);
    long before = readRows();
    finish();
    assertThat(readRows() - before).isLessThanOrEqualTo(all - delivered);
    assertThat(plan()).isEmpty();
    check();
  }

  private long readRows() {
    return site.names().stream()
        .flatMap(table -> site.all("cdc." + table).stream())
        .map(message -> (JsonObject) JsonValue.parse(message.body()))
        .filter(body -> body.string("op").equals("r"))
        .count();
  }
}
