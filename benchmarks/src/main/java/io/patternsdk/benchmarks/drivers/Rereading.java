package io.patternsdk.benchmarks.drivers;

import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Reads a stream of known length again and again. Whoever calls has a reader for himself meanwhile;
 * one that has come to the end is given back and another begins.
 */
final class Rereading {
  /** How many records a stream has that is read. */
  static final int RECORDS = 10_000;

  /** How many of them one call reads. */
  static final int BATCH = 100;

  private final Callable<? extends Reader> begin;
  private final Queue<Place> idle = new ConcurrentLinkedQueue<>();

  Rereading(Callable<? extends Reader> begin) {
    this.begin = begin;
  }

  /** One reader of a stream from its beginning. */
  interface Reader {
    /** Reads on and returns how many records there were. */
    int next() throws Exception;

    /** Gives it back. */
    void end() throws Exception;
  }

  private static final class Place {
    private final Reader reader;
    private int read;

    private Place(Reader reader) {
      this.reader = reader;
    }
  }

  /** Reads the next {@link #BATCH} records of a reader. */
  void next() throws Exception {
    Place waiting = idle.poll();
    Place place = waiting != null ? waiting : new Place(begin.call());
    int count = place.reader.next();
    if (count != BATCH) {
      throw new IllegalStateException("read " + count + " records instead of " + BATCH);
    }
    place.read += count;
    if (place.read == RECORDS) {
      place.reader.end();
    } else {
      idle.add(place);
    }
  }
}
