package io.patternsdk.testkit.contract.timeseries;

import static io.patternsdk.core.standard.StandardCapabilities.TIMESERIES_AGGREGATION;
import static io.patternsdk.core.standard.StandardCapabilities.TIMESERIES_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.timeseries.Point;
import io.patternsdk.core.timeseries.SeriesQuery;
import io.patternsdk.core.timeseries.TimeSeries;
import io.patternsdk.core.timeseries.TimeSeriesAggregation;
import io.patternsdk.core.timeseries.Window;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.Crowd;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Batches of several processes at random, some of them repeated and many replacing others, then
 * questions at random: the answers are those of an oracle.
 */
final class TimeSeriesHistoryContract {
  private static final Instant T = Instant.parse("2024-02-28T23:59:30Z");
  private static final int WRITERS = 4;
  private static final int BATCHES = 12;
  private static final int SECONDS = 400;
  private static final int QUESTIONS = 40;

  private final Subject subject;
  private final List<TimeSeries> processes;

  TimeSeriesHistoryContract(Subject subject) {
    this.subject = subject;
    this.processes =
        List.of(subject.require(TIMESERIES_BASIC), subject.sibling().require(TIMESERIES_BASIC));
  }

  @Case
  void answersAreThoseOfAPlainOracle() {
    run(1);
  }

  @Case
  void othersAreToo() {
    run(2);
  }

  private void run(long seed) {
    List<List<List<Point>>> batches = new ArrayList<>();
    SeriesOracle oracle = new SeriesOracle();
    for (int writer = 0; writer < WRITERS; writer++) {
      Random random = new Random(seed * WRITERS + writer);
      List<List<Point>> own = new ArrayList<>();
      for (int i = 0; i < BATCHES; i++) {
        own.add(batch(random, writer));
      }
      own.forEach(oracle::write);
      batches.add(own);
    }
    Crowd.run(
        WRITERS,
        writer -> {
          Random random = new Random(seed + writer);
          for (List<Point> batch : batches.get(writer)) {
            for (int times = 1 + random.nextInt(2); times > 0; times--) {
              processes.get(random.nextInt(processes.size())).write(batch);
            }
          }
        });
    Random random = new Random(seed);
    for (int i = 0; i < QUESTIONS; i++) {
      SeriesQuery query = question(random);
      checkQuery(oracle, query);
      subject
          .find(TIMESERIES_AGGREGATION)
          .ifPresent(series -> check(oracle, query, random, series));
    }
  }

  /** Points that no other writer writes, as their microseconds are its number. */
  private static List<Point> batch(Random random, int writer) {
    List<Point> batch = new ArrayList<>();
    for (int i = 1 + random.nextInt(60); i > 0; i--) {
      Map<String, String> tags = new TreeMap<>();
      for (String tag : List.of("host", "region")) {
        if (random.nextBoolean()) {
          tags.put(tag, "v" + random.nextInt(3));
        }
      }
      Instant time = T.plusSeconds(random.nextInt(SECONDS)).plusNanos(writer * 1_000L);
      double value = (random.nextInt(4_001) - 2_000) / 4.0;
      batch.add(new Point("s" + random.nextInt(2), tags, time, value));
    }
    return batch;
  }

  private static SeriesQuery question(Random random) {
    SeriesQuery query = SeriesQuery.of("s" + random.nextInt(3));
    for (String tag : List.of("host", "region")) {
      if (random.nextInt(3) == 0) {
        query = query.tagged(tag, "v" + random.nextInt(4));
      }
    }
    Instant from = T.plusMillis(random.nextInt(SECONDS * 1_000) - 10_000L);
    return query.between(from, from.plusMillis(random.nextInt(SECONDS * 1_000)));
  }

  private void checkQuery(SeriesOracle oracle, SeriesQuery query) {
    List<Point> read = processes.getFirst().query(query).toList();
    assertThat(read).as("%s", query).containsExactlyInAnyOrderElementsOf(oracle.query(query));
    assertThat(read).as("%s", query).extracting(Point::time).isSorted();
  }

  private static void check(
      SeriesOracle oracle, SeriesQuery query, Random random, TimeSeriesAggregation series) {
    Duration window = Duration.ofMillis(1_000 + random.nextInt(100_000));
    Map<Instant, List<Point>> right = oracle.windows(query, window);
    List<Window> told = series.aggregate(query, window);
    assertThat(told)
        .as("%s by %s", query, window)
        .extracting(Window::start)
        .containsExactlyElementsOf(right.keySet());
    assertThat(told)
        .as("%s by %s of %s", query, window, right)
        .allMatch(each -> SeriesOracle.isRight(each, right.getOrDefault(each.start(), List.of())));
  }
}
