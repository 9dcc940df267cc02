package io.patternsdk.driver.embedded.series;

import static java.util.Comparator.comparingLong;

import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.timeseries.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A walk by time, then by line, that remembers nothing but the last place. */
final class PointWalk implements Scan<Point> {
  private static final int PAGE = 1_000;
  private static final Comparator<Head> ORDER =
      comparingLong(Head::micros).thenComparingLong(head -> head.line.id);

  private final Function<PointWalk, List<Point>> pages;
  private long lastMicros = -1;
  private long lastLine = -1;

  /** Asks for pages, each under the lock. */
  PointWalk(Function<PointWalk, List<Point>> pages) {
    this.pages = pages;
  }

  /** The next point of a line. */
  private record Head(
      Line line, Map.Entry<Long, Double> next, Iterator<Map.Entry<Long, Double>> rest) {
    long micros() {
      return next.getKey();
    }

    @Nullable Head advanced() {
      return rest.hasNext() ? new Head(line, rest.next(), rest) : null;
    }
  }

  @Override
  public List<Point> nextPage() {
    return pages.apply(this);
  }

  /** Returns the next points of these lines that are in the range; the lock is held. */
  List<Point> page(String series, List<Line> lines, long from, long to) {
    PriorityQueue<Head> heads = new PriorityQueue<>(ORDER);
    for (Line line : lines) {
      long after = line.id > lastLine ? lastMicros : lastMicros + 1;
      long start = Math.max(from, after);
      if (start < to) {
        add(heads, line, line.points.subMap(start, to).entrySet().iterator());
      }
    }
    List<Point> page = new ArrayList<>();
    for (Head head = heads.poll(); head != null; head = heads.poll()) {
      page.add(head.line.point(series, head.micros(), head.next.getValue()));
      lastMicros = head.micros();
      lastLine = head.line.id;
      Head advanced = head.advanced();
      if (page.size() == PAGE) {
        return page;
      }
      if (advanced != null) {
        heads.add(advanced);
      }
    }
    return page;
  }

  private static void add(
      PriorityQueue<Head> heads, Line line, Iterator<Map.Entry<Long, Double>> points) {
    if (points.hasNext()) {
      heads.add(new Head(line, points.next(), points));
    }
  }

  @Override
  public void close() {
    // it holds nothing
  }
}
