package io.patternsdk.core.document;

import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.keyvalue.Entry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads entries as documents, keeps those that match, and notes what is none. */
final class EntryReader {
  private final Document.Reader reader;
  private final Filter filter;
  private final List<String> unreadable = new ArrayList<>();

  EntryReader(Document.Reader reader, Filter filter) {
    this.reader = reader;
    this.filter = filter;
  }

  @Nullable Document matching(Entry entry) {
    try {
      Document document = reader.read(entry);
      return filter.matches(document.json()) ? document : null;
    } catch (JsonException e) {
      unreadable.add(entry.key());
      return null;
    }
  }

  List<String> unreadable() {
    return List.copyOf(unreadable);
  }
}
