package io.patternsdk.core.document;

import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.filter.Filter.And;
import io.patternsdk.core.filter.Filter.Compare;
import io.patternsdk.core.json.JsonArray;
import io.patternsdk.core.json.JsonPath;
import io.patternsdk.core.json.JsonValue;
import io.patternsdk.core.keyvalue.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds documents by an index: of the conditions that must all hold, by the one with the fewest
 * documents. They are read as they are now, so the index decides how many are read and not which
 * match.
 */
record IndexLookup(PostingNames names, Postings postings, Set<JsonPath> fields, Entries otherwise)
    implements Entries {
  private static final int MOST_CONDITIONS = 4;
  private static final int MOST_VALUES = 16;
  private static final int READ_AT_ONCE = 500;

  @Override
  public Scan<Entry> matching(Filter filter) {
    List<Condition> conditions = conditions(filter);
    if (conditions.isEmpty()) {
      return otherwise.matching(filter);
    }
    Set<String> keys = new LinkedHashSet<>(Set.of(names.state()));
    conditions.forEach(condition -> keys.addAll(condition.postings()));
    Map<String, byte[]> stored = postings.read(keys);
    Set<String> complete = IndexState.read(stored.get(names.state())).complete();
    Set<String> fewest = null;
    for (Condition condition : conditions) {
      Set<String> named =
          complete.contains(condition.field().toString()) ? named(condition, stored) : null;
      if (named != null && (fewest == null || named.size() < fewest.size())) {
        fewest = named;
      }
    }
    return fewest == null ? otherwise.matching(filter) : new Walk(new ArrayList<>(fewest));
  }

  /** A condition with the names of all postings of documents that meet it. */
  private record Condition(JsonPath field, List<String> postings) {}

  private List<Condition> conditions(Filter filter) {
    List<Filter> all = filter.simplify() instanceof And and ? and.operands() : List.of(filter);
    List<Condition> usable = new ArrayList<>();
    for (Filter one : all) {
      if (one instanceof Compare compare
          && fields.contains(compare.field())
          && usable.size() < MOST_CONDITIONS) {
        condition(compare).ifPresent(usable::add);
      }
    }
    return usable;
  }

  private Optional<Condition> condition(Compare compare) {
    List<JsonValue> values =
        switch (compare.operator()) {
          case EQ -> List.of(compare.value());
          case IN -> values(compare.value().asArray());
          default -> List.of();
        };
    if (values.isEmpty() || values.size() > MOST_VALUES) {
      return Optional.empty();
    }
    List<String> all = new ArrayList<>();
    for (JsonValue value : values) {
      Optional<List<String>> ofValue = names.all(compare.field(), value);
      if (ofValue.isEmpty()) {
        return Optional.empty();
      }
      all.addAll(ofValue.get());
    }
    return Optional.of(new Condition(compare.field(), all));
  }

  private static List<JsonValue> values(JsonArray array) {
    List<JsonValue> values = new ArrayList<>();
    array.forEach(values::add);
    return values;
  }

  private static @Nullable Set<String> named(Condition condition, Map<String, byte[]> stored) {
    Set<String> keys = new LinkedHashSet<>();
    for (String name : condition.postings()) {
      byte[] bytes = stored.get(name);
      Posting posting = bytes == null ? Posting.EMPTY : Posting.read(bytes);
      if (posting.tooMany()) {
        return null;
      }
      posting.refs().forEach(ref -> keys.add(ref.key()));
    }
    return keys;
  }

  /** Reads the documents that are named, some at a time; those that are gone are left out. */
  private final class Walk implements Scan<Entry> {
    private List<String> rest;

    Walk(List<String> keys) {
      this.rest = keys;
    }

    @Override
    public List<Entry> nextPage() {
      List<Entry> page = List.of();
      while (page.isEmpty() && !rest.isEmpty()) {
        List<String> some = rest.subList(0, Math.min(READ_AT_ONCE, rest.size()));
        Map<String, byte[]> found = new LinkedHashMap<>(postings.read(some));
        page = found.entrySet().stream().map(e -> new Entry(e.getKey(), e.getValue())).toList();
        rest = rest.subList(some.size(), rest.size());
      }
      return page;
    }

    @Override
    public void close() {
      rest = List.of();
    }
  }
}
