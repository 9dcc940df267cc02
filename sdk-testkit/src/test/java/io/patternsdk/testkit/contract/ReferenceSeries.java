package io.patternsdk.testkit.contract;

import static java.util.Comparator.comparing;

import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.timeseries.Point;
import io.patternsdk.core.timeseries.SeriesQuery;
import io.patternsdk.core.timeseries.TimeSeries;
import io.patternsdk.core.timeseries.TimeSeriesAggregation;
import io.patternsdk.core.timeseries.TimeSeriesRetention;
import io.patternsdk.core.timeseries.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** Points in one sorted map, and what may be wrong with them. */
final class ReferenceSeries implements TimeSeries, TimeSeriesAggregation, TimeSeriesRetention {
  private static final int PAGE = 1_000;

  private final ReferenceServer server;
  private final ConcurrentSkipListMap<Place, Point> points =
      new ConcurrentSkipListMap<>(
          comparing(Place::time)
              .thenComparing(Place::series)
              .thenComparing(Place::tags)
              .thenComparing(Place::number));
  private final Map<String, Duration> bounds = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();

  ReferenceSeries(ReferenceServer server) {
    this.server = server;
  }

  /** Where a point is; numbers tell apart what is one point where everything is right. */
  private record Place(Instant time, String series, String tags, long number) {}

  private String name(String series) {
    return server.has(Flaw.SERIES_NAMES_IGNORE_CASE) ? series.toLowerCase(Locale.ROOT) : series;
  }

  @Override
  public void write(List<Point> batch) {
    for (Point point : batch) {
      long number = server.has(Flaw.POINTS_ARE_NOT_REPLACED) ? numbers.incrementAndGet() : 0;
      boolean coarse = server.has(Flaw.TIMES_OF_POINTS_ARE_MILLISECONDS);
      Instant time = coarse ? point.time().truncatedTo(ChronoUnit.MILLIS) : point.time();
      String tags = server.has(Flaw.TAGS_DO_NOT_TELL_APART) ? "" : point.tags().toString();
      points.put(
          new Place(time, name(point.series()), tags, number),
          new Point(point.series(), point.tags(), time, point.value()));
    }
  }

  private List<Point> all(SeriesQuery query) {
    String series = name(query.series());
    Instant oldest = server.has(Flaw.OLD_POINTS_ARE_READ) ? Point.EARLIEST : oldest(query.series());
    boolean wide = server.has(Flaw.RANGES_HAVE_THEIR_END);
    return points.entrySet().stream()
        .filter(entry -> entry.getKey().series.equals(series))
        .map(Map.Entry::getValue)
        .filter(point -> server.has(Flaw.TAGS_DO_NOT_SELECT) || query.matches(point.tags()))
        .filter(point -> !point.time().isBefore(query.from()) && !point.time().isBefore(oldest))
        .filter(
            point -> point.time().isBefore(query.to()) || wide && point.time().equals(query.to()))
        .toList();
  }

  private Instant oldest(String series) {
    Duration age = bounds.get(series);
    return age == null ? Point.EARLIEST : Instant.now().minus(age);
  }

  @Override
  public Scan<Point> query(SeriesQuery query) {
    List<Point> all = new ArrayList<>(all(query));
    if (server.has(Flaw.POINTS_ARE_READ_BACKWARDS)) {
      all.sort(comparing(Point::time, Comparator.reverseOrder()));
    }
    return new Walk(all);
  }

  private final class Walk implements Scan<Point> {
    private final List<Point> all;
    private int next;

    Walk(List<Point> all) {
      this.all = all;
    }

    @Override
    public List<Point> nextPage() {
      List<Point> page = all.subList(next, Math.min(all.size(), next + PAGE));
      next += page.size();
      if (next < all.size() && server.has(Flaw.PAGES_OF_POINTS_OVERLAP)) {
        next--;
      }
      if (next < all.size() && server.has(Flaw.PAGES_OF_POINTS_SKIP_EQUAL_TIMES)) {
        while (next < all.size() && all.get(next).time().equals(page.getLast().time())) {
          next++;
        }
      }
      return page;
    }

    @Override
    public void close() {
      next = all.size();
    }
  }

  @Override
  public List<Window> aggregate(SeriesQuery query, Duration window) {
    boolean shifted = server.has(Flaw.WINDOWS_BEGIN_WITH_THE_RANGE);
    long offset = shifted ? query.from().toEpochMilli() % window.toMillis() : 0;
    TreeMap<Long, List<Point>> windows = new TreeMap<>();
    for (Point point : all(query)) {
      long start =
          Math.floorDiv(point.time().toEpochMilli() - offset, window.toMillis()) * window.toMillis()
              + offset;
      windows.computeIfAbsent(start, s -> new ArrayList<>()).add(point);
    }
    List<Window> told = new ArrayList<>();
    windows.forEach((start, in) -> told.add(window(Instant.ofEpochMilli(start), in)));
    boolean padded = server.has(Flaw.EMPTY_WINDOWS_COME) && !told.isEmpty();
    if (padded) {
      told.add(new Window(query.to(), 0, 0, 0, 0, 0));
    }
    return told;
  }

  private Window window(Instant start, List<Point> in) {
    var values = in.stream().mapToDouble(Point::value).summaryStatistics();
    Point last = server.has(Flaw.THE_LAST_IS_THE_FIRST) ? in.getFirst() : in.getLast();
    return new Window(
        start, values.getCount(), values.getSum(), values.getMin(), values.getMax(), last.value());
  }

  @Override
  public void retain(String series, Duration age) {
    bounds.put(series, age);
    if (server.has(Flaw.BOUNDS_TAKE_OTHER_SERIES)) {
      bounds.put(swapped(series), age);
    }
  }

  /** The name with its last letter in the other case. */
  private static String swapped(String series) {
    String last = series.substring(series.length() - 1);
    String upper = last.toUpperCase(Locale.ROOT);
    return series.substring(0, series.length() - 1)
        + (last.equals(upper) ? last.toLowerCase(Locale.ROOT) : upper);
  }

  @Override
  public void retainAll(String series) {
    bounds.remove(series);
  }

  @Override
  public Optional<Duration> retention(String series) {
    return Optional.ofNullable(bounds.get(series));
  }

  @Override
  public void trim(String series) {
    if (server.has(Flaw.TRIMMING_LEAVES_POINTS)) {
      return;
    }
    Instant oldest = oldest(series);
    boolean all = server.has(Flaw.TRIMMING_TAKES_ALL_POINTS);
    points
        .keySet()
        .removeIf(
            place -> place.series.equals(name(series)) && (all || place.time.isBefore(oldest)));
  }
}
