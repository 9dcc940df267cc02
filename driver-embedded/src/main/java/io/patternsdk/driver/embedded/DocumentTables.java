package io.patternsdk.driver.embedded;

import io.patternsdk.core.json.JsonPath;
import io.patternsdk.driver.embedded.journal.StoredValue;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The tables of documents, one for each prefix with indexes. Thread-safe. */
final class DocumentTables {
  private final List<DocumentTable> tables = new CopyOnWriteArrayList<>();
  private final ReentrantLock declaring = new ReentrantLock();

  /** Follows a change of a value; the caller holds the key's lock. */
  void changed(String key, @Nullable StoredValue stored) {
    for (DocumentTable table : tables) {
      if (key.startsWith(table.prefix())) {
        table.changed(key, stored);
      }
    }
  }

  /** Returns the table that covers a prefix most closely; null if there is none. */
  @Nullable DocumentTable covering(String prefix) {
    DocumentTable closest = null;
    for (DocumentTable table : tables) {
      boolean covers = table.complete() && prefix.startsWith(table.prefix());
      if (covers && (closest == null || closest.prefix().length() <= table.prefix().length())) {
        closest = table;
      }
    }
    return closest;
  }

  /** Makes sure that there is a table for the prefix with these fields, and fills it. */
  void declare(String prefix, Collection<JsonPath> fields, StoredValues values) {
    declaring.lock();
    try {
      DocumentTable known =
          tables.stream().filter(t -> t.prefix().equals(prefix)).findFirst().orElse(null);
      Set<JsonPath> all = new LinkedHashSet<>(known == null ? Set.of() : known.fields());
      if (all.addAll(fields) || known == null) {
        DocumentTable table = new DocumentTable(prefix, all);
        tables.add(table); // from here on it follows all changes; filling adds what was before
        fill(table, values);
        if (known != null) {
          tables.remove(known);
        }
      }
    } finally {
      declaring.unlock();
    }
  }

  /** Puts all values under its prefix into a table. */
  static void fill(DocumentTable table, StoredValues values) {
    values
        .keys(table.prefix())
        .forEach(key -> values.show(key, stored -> table.changed(key, stored)));
    table.completed();
  }
}
