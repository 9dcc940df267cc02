package io.patternsdk.driver.embedded.series;

import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.timeseries.Point;
import io.patternsdk.core.timeseries.SeriesQuery;
import io.patternsdk.core.timeseries.TimeSeries;
import io.patternsdk.core.timeseries.TimeSeriesAggregation;
import io.patternsdk.core.timeseries.TimeSeriesRetention;
import io.patternsdk.core.timeseries.Window;
import io.patternsdk.driver.embedded.journal.Journal;
import io.patternsdk.driver.embedded.journal.Journal.Commit;
import io.patternsdk.driver.embedded.journal.MonotonicClock;
import io.patternsdk.driver.embedded.journal.Sequence;
import java.nio.BufferUnderflowException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The time series of one backend under one lock. Thread-safe. */
public final class EmbeddedTimeSeries
    implements TimeSeries, TimeSeriesAggregation, TimeSeriesRetention {
  private static final long TRIMMED_EVERY = 60_000; // milliseconds
  private static final long MICROS_PER_MILLI = 1_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Journal journal;
  private final Sequence sequence;
  private final MonotonicClock time;
  private final Map<String, StoredSeries> series = new HashMap<>();
  private final Map<Long, Line> loaded = new HashMap<>();

  /** Begins without points. */
  public EmbeddedTimeSeries(Journal journal, Sequence sequence, MonotonicClock time) {
    this.journal = journal;
    this.sequence = sequence;
    this.time = time;
  }

  /**
   * Puts in a record that was kept, in the order of the keys.
   *
   * @throws IllegalArgumentException if it is not what was kept
   */
  public void load(String key, byte[] value) {
    try {
      switch (key.substring(0, 1)) {
        case SeriesRecords.LINE -> loadLine(SeriesRecords.line(key), JsonObject.parse(value));
        case SeriesRecords.AGE -> named(key.substring(1)).age = SeriesRecords.age(value);
        case SeriesRecords.POINT -> {
          Line line = loaded.get(SeriesRecords.line(key));
          if (line == null) {
            throw new IllegalArgumentException("a point has no series");
          }
          line.points.put(SeriesRecords.micros(key), SeriesRecords.value(value));
        }
        default -> throw new IllegalArgumentException("no record of series has the key " + key);
      }
    } catch (JsonException | BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("a record of series is not readable", e);
    }
  }

  private void loadLine(long id, JsonObject json) {
    Line line = new Line(id, SeriesRecords.tags(json));
    loaded.put(id, line);
    named(json.string("series")).lines.put(line.tags, line);
  }

  /** Ends the loading. */
  public void loaded() {
    loaded.clear();
  }

  private StoredSeries named(String name) {
    return series.computeIfAbsent(name, n -> new StoredSeries());
  }

  private <T> T locked(Supplier<T> work) {
    journal.admit();
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void write(List<Point> points) {
    locked(() -> written(points)).await();
  }

  private Commit written(List<Point> points) {
    Map<String, Optional<byte[]>> records = new LinkedHashMap<>();
    Set<String> names = new HashSet<>();
    for (Point point : points) {
      Line line =
          named(point.series())
              .lines
              .computeIfAbsent(point.tags(), tags -> line(point.series(), tags, records));
      long micros = Line.micros(point.time());
      line.points.put(micros, point.value());
      records.put(
          SeriesRecords.pointKey(line.id, micros), Optional.of(SeriesRecords.value(point.value())));
      names.add(point.series());
    }
    names.forEach(name -> trimFromTimeToTime(named(name), records));
    return journal.points(records);
  }

  private Line line(String name, Map<String, String> tags, Map<String, Optional<byte[]>> records) {
    Line line = new Line(sequence.next(), tags);
    records.put(SeriesRecords.lineKey(line.id), Optional.of(SeriesRecords.line(name, tags)));
    return line;
  }

  private void trimFromTimeToTime(StoredSeries stored, Map<String, Optional<byte[]>> records) {
    if (stored.age != null && time.nowMillis() - stored.trimmedAt >= TRIMMED_EVERY) {
      trim(stored, records);
    }
  }

  @Override
  public Scan<Point> query(SeriesQuery query) {
    return new PointWalk(
        walk -> locked(() -> walk.page(query.series(), lines(query), from(query), to(query))));
  }

  private List<Line> lines(SeriesQuery query) {
    StoredSeries stored = series.get(query.series());
    return stored == null ? List.of() : stored.matching(query);
  }

  /** The first microsecond that is meant and not too old. */
  private long from(SeriesQuery query) {
    StoredSeries stored = series.get(query.series());
    return Math.max(Line.micros(query.from()), stored == null ? 0 : oldest(stored));
  }

  private static long to(SeriesQuery query) {
    return Line.micros(query.to());
  }

  private long oldest(StoredSeries stored) {
    Duration age = stored.age;
    return age == null ? 0 : (time.nowMillis() - age.toMillis()) * MICROS_PER_MILLI;
  }

  @Override
  public List<Window> aggregate(SeriesQuery query, Duration window) {
    return locked(() -> totals(query, window.toMillis()));
  }

  private List<Window> totals(SeriesQuery query, long window) {
    long from = from(query);
    long to = to(query);
    TreeMap<Long, Totals> windows = new TreeMap<>();
    for (Line line : from < to ? lines(query) : List.<Line>of()) {
      line.points
          .subMap(from, to)
          .forEach(
              (micros, value) -> {
                long start = micros / MICROS_PER_MILLI / window * window;
                windows.computeIfAbsent(start, s -> new Totals()).add(micros, value);
              });
    }
    List<Window> told = new ArrayList<>();
    windows.forEach((start, totals) -> told.add(totals.window(start)));
    return told;
  }

  @Override
  public void retain(String name, Duration age) {
    locked(() -> bounded(name, Optional.of(age))).await();
  }

  @Override
  public void retainAll(String name) {
    locked(() -> bounded(name, Optional.empty())).await();
  }

  private Commit bounded(String name, Optional<Duration> age) {
    named(name).age = age.orElse(null);
    return journal.points(Map.of(SeriesRecords.AGE + name, age.map(SeriesRecords::age)));
  }

  @Override
  public Optional<Duration> retention(String name) {
    return locked(
        () -> {
          StoredSeries stored = series.get(name);
          return stored == null ? Optional.empty() : Optional.ofNullable(stored.age);
        });
  }

  @Override
  public void trim(String name) {
    locked(
            () -> {
              Map<String, Optional<byte[]>> records = new LinkedHashMap<>();
              StoredSeries stored = series.get(name);
              if (stored != null) {
                trim(stored, records);
              }
              return records.isEmpty() ? Commit.NONE : journal.points(records);
            })
        .await();
  }

  private void trim(StoredSeries stored, Map<String, Optional<byte[]>> records) {
    long oldest = oldest(stored);
    for (Line line : List.copyOf(stored.lines.values())) {
      NavigableMap<Long, Double> old = line.points.headMap(oldest, false);
      old.keySet()
          .forEach(
              micros -> records.put(SeriesRecords.pointKey(line.id, micros), Optional.empty()));
      old.clear();
      if (line.points.isEmpty()) {
        records.put(SeriesRecords.lineKey(line.id), Optional.empty());
        stored.lines.remove(line.tags);
      }
    }
    stored.trimmedAt = time.nowMillis();
  }
}
