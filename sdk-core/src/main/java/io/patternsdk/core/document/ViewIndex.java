package io.patternsdk.core.document;

import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.filter.Filter.And;
import io.patternsdk.core.filter.Filter.Compare;
import io.patternsdk.core.json.CodePointOrder;
import io.patternsdk.core.json.JsonPath;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * The documents of a view by their keys and by the values of indexed fields. One thread changes it,
 * any may go through it; nobody sees half of a change. Thread-safe.
 */
final class ViewIndex {
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final NavigableMap<String, ViewedEntry> byKey = new TreeMap<>(CodePointOrder.ASCENDING);
  private final List<FieldIndex> fields;
  private final Set<ViewedEntry> unreadable = new HashSet<>();
  private volatile int size;
  private long bytes;

  ViewIndex(Collection<JsonPath> fields) {
    this.fields = fields.stream().distinct().map(FieldIndex::new).toList();
  }

  /** Returns how many there are, those that cannot be read included. */
  int size() {
    return size;
  }

  /** Returns how many bytes are stored where they came from; for the thread that changes it. */
  long bytes() {
    return bytes;
  }

  void put(ViewedEntry entry) {
    lock.writeLock().lock();
    try {
      change(byKey.put(entry.entry.key(), entry), entry);
    } finally {
      lock.writeLock().unlock();
    }
  }

  void remove(String key) {
    lock.writeLock().lock();
    try {
      change(byKey.remove(key), null);
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void change(@Nullable ViewedEntry before, @Nullable ViewedEntry now) {
    for (FieldIndex field : fields) {
      if (before != null) {
        field.remove(before);
      }
      if (now != null) {
        field.add(now);
      }
    }
    if (before != null && before.document == null) {
      unreadable.remove(before);
    }
    if (now != null && now.document == null) {
      unreadable.add(now);
    }
    bytes = bytes + (now == null ? 0 : now.bytes()) - (before == null ? 0 : before.bytes());
    size = byKey.size();
  }

  /**
   * Hands over what may match, none twice, until the visitor has enough: in the order of keys,
   * unless there is an index on a field for which the filter names values.
   *
   * @return whether it was in the order of keys
   */
  boolean visit(Filter filter, Visitor visitor) {
    lock.readLock().lock();
    try {
      List<Set<ViewedEntry>> named = named(filter);
      if (named == null) {
        visit(byKey.values(), true, visitor);
      } else {
        visit(unreadable, false, visitor);
        named.forEach(some -> visit(some, false, visitor));
      }
      return named == null;
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Is shown what may match. */
  @FunctionalInterface
  interface Visitor {
    /** Tells whether more is needed, where what comes is in the order of keys or in none. */
    boolean goesOn(ViewedEntry entry, boolean inOrder);
  }

  private static void visit(Collection<ViewedEntry> some, boolean inOrder, Visitor visitor) {
    for (ViewedEntry entry : some) {
      if (!visitor.goesOn(entry, inOrder)) {
        return;
      }
    }
  }

  /** Returns the documents of the condition that the fewest meet; null if no index has one. */
  private @Nullable List<Set<ViewedEntry>> named(Filter filter) {
    List<Set<ViewedEntry>> fewest = null;
    for (Filter one : filter.simplify() instanceof And and ? and.operands() : List.of(filter)) {
      if (one instanceof Compare compare) {
        for (FieldIndex field : fields) {
          List<Set<ViewedEntry>> meeting = field.meeting(compare);
          if (meeting != null && (fewest == null || count(meeting) < count(fewest))) {
            fewest = meeting;
          }
        }
      }
    }
    return fewest;
  }

  private static int count(List<Set<ViewedEntry>> sets) {
    return sets.stream().mapToInt(Set::size).sum();
  }
}
