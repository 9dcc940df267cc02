package io.patternsdk.core.capability;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * A walk over many items, page by page, that the caller closes.
 *
 * <p>For one thread at a time. Each page is one call to the backend, bounded by the deadline that
 * is ambient when it is asked for; a failed page throws and leaves the walk unusable.
 *
 * @param <T> what it yields
 */
public interface Scan<T> extends Iterable<T>, AutoCloseable {

  /** Returns the next items, at least one; an empty list means that the walk has ended. */
  List<T> nextPage();

  /** Gives back what the walk holds. Repeating does nothing. */
  @Override
  void close();

  /** Iterates over the items that are left; does not close the walk. */
  @Override
  default Iterator<T> iterator() {
    return new Iterator<>() {
      private Iterator<T> page = Collections.emptyIterator();
      private boolean ended;

      @Override
      public boolean hasNext() {
        while (!page.hasNext() && !ended) {
          List<T> next = nextPage();
          ended = next.isEmpty();
          page = next.iterator();
        }
        return page.hasNext();
      }

      @Override
      public T next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return page.next();
      }
    };
  }

  /** Reads what is left into a list and closes the walk. */
  default List<T> toList() {
    try (this) {
      List<T> all = new ArrayList<>();
      for (List<T> page = nextPage(); !page.isEmpty(); page = nextPage()) {
        all.addAll(page);
      }
      return all;
    }
  }

  /** Returns this walk with each item turned into another. Closing either closes both. */
  default <R> Scan<R> map(Function<? super T, ? extends R> function) {
    Scan<T> source = this;
    return new Scan<>() {
      @Override
      public List<R> nextPage() {
        List<T> page = source.nextPage();
        List<R> mapped = new ArrayList<>(page.size());
        for (T item : page) {
          mapped.add(function.apply(item));
        }
        return mapped;
      }

      @Override
      public void close() {
        source.close();
      }
    };
  }

  /** Returns a walk over items that are at hand, as one page. */
  static <T> Scan<T> of(List<T> items) {
    return new Scan<>() {
      private List<T> rest = items;

      @Override
      public List<T> nextPage() {
        List<T> page = rest;
        rest = List.of();
        return page;
      }

      @Override
      public void close() {
        rest = List.of();
      }
    };
  }
}
