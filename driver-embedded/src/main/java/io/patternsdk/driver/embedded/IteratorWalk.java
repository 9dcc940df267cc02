package io.patternsdk.driver.embedded;

import io.patternsdk.core.capability.Scan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A walk over an iterator, which is asked for with the first page. What turns out null when it is
 * read is left out.
 */
final class IteratorWalk<S, T> implements Scan<T> {
  private final StoredValues values;
  private final int size;
  private final Reader<S, T> read;
  private @Nullable Supplier<? extends Iterator<S>> opener;
  private Iterator<S> source = Collections.emptyIterator();

  /** Makes an item of a page. */
  @FunctionalInterface
  interface Reader<S, T> {
    /** Returns the item, or null to leave it out. */
    @Nullable T read(S source);
  }

  IteratorWalk(
      StoredValues values, Supplier<? extends Iterator<S>> opener, int size, Reader<S, T> read) {
    this.values = values;
    this.opener = opener;
    this.size = size;
    this.read = read;
  }

  @Override
  public List<T> nextPage() {
    values.admit();
    if (opener != null) {
      source = opener.get();
      opener = null;
    }
    List<T> page = new ArrayList<>();
    while (page.size() < size && source.hasNext()) {
      T item = read.read(source.next());
      if (item != null) {
        page.add(item);
      }
    }
    return page;
  }

  @Override
  public void close() {
    opener = null;
    source = Collections.emptyIterator();
  }
}
