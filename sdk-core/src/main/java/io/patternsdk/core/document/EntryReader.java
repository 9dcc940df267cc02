package io.patternsdk.core.document;

import io.patternsdk.core.capability.Entry;
import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads entries as documents, keeps those that match, and notes what is none. */
final class EntryReader {
  private final Filter filter;
  private final List<String> unreadable = new ArrayList<>();

  EntryReader(Filter filter) {
    this.filter = filter;
  }

  @Nullable Document matching(Entry entry) {
    try {
      JsonObject json = JsonObject.parse(entry.value());
      return filter.matches(json) ? new Document(entry.key(), json) : null;
    } catch (JsonException e) {
      unreadable.add(entry.key());
      return null;
    }
  }

  List<String> unreadable() {
    return List.copyOf(unreadable);
  }
}
