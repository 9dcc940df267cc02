package io.patternsdk.testkit.contract;

import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.filter.Filters;
import io.patternsdk.core.filter.PushDown;
import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.keyvalue.DocumentQuery;
import io.patternsdk.core.keyvalue.DocumentRequest;
import io.patternsdk.core.keyvalue.DocumentWalk;
import io.patternsdk.core.keyvalue.Entry;
import io.patternsdk.core.keyvalue.Position;
import io.patternsdk.testkit.contract.internal.DocumentReference;
import io.patternsdk.testkit.contract.internal.Values;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads all documents for each walk, and evaluates no disjunction. */
record ReferenceDocuments(ReferenceServer server, ReferenceValues values) implements DocumentQuery {

  @Override
  public void index(String prefix, Collection<String> fields) {}

  @Override
  public DocumentWalk find(DocumentRequest request) {
    PushDown division = request.filter().split(part -> !(part instanceof Filter.Or));
    DocumentRequest evaluated =
        new DocumentRequest(
            request.prefix(),
            division.evaluated(),
            request.order(),
            server.has(Flaw.PAGES_OVERLAP) ? Optional.empty() : request.after(),
            request.pageSize());
    Scan<Entry> entries =
        new Scan<>() {
          private boolean read;

          @Override
          public List<Entry> nextPage() {
            List<Entry> page = read ? List.of() : walk(evaluated);
            read = true;
            return page;
          }

          @Override
          public void close() {}
        };
    boolean forgets = server.has(Flaw.A_RESIDUAL_IS_FORGOTTEN);
    return new DocumentWalk(entries, forgets ? Filters.all() : division.residual());
  }

  private List<Entry> walk(DocumentRequest request) {
    Map<String, Entry> entries = new HashMap<>();
    Map<String, JsonObject> documents = new HashMap<>();
    for (Entry entry : values.entries(request.prefix())) {
      entries.put(entry.key(), entry);
      Optional<JsonObject> document = read(entry);
      if (document.map(request.filter()::matches).orElse(true)) {
        documents.put(entry.key(), document.orElse(JsonObject.builder().build()));
      }
    }
    DocumentRequest matching =
        new DocumentRequest(
            request.prefix(), Filters.all(), request.order(), request.after(), request.pageSize());
    List<String> keys = DocumentReference.expected(documents, matching);
    boolean reversed = server.has(Flaw.DESCENDING_TURNS_THE_KEYS) && request.order().descending();
    return (reversed ? turned(keys, documents, matching) : keys)
        .stream().map(entries::get).toList();
  }

  private static List<String> turned(
      List<String> keys, Map<String, JsonObject> documents, DocumentRequest request) {
    DocumentRequest.Order up = new DocumentRequest.Order(request.order().field(), false);
    DocumentRequest ascending =
        new DocumentRequest(
            request.prefix(), request.filter(), up, Optional.<Position>empty(), keys.size());
    return DocumentReference.expected(documents, ascending).reversed();
  }

  private Optional<JsonObject> read(Entry entry) {
    try {
      String text = Values.text(entry.value());
      boolean doubles = server.has(Flaw.NUMBERS_ARE_DOUBLES);
      return Optional.of(
          JsonObject.parse(doubles ? text.replace("9007199254740993", "9007199254740992") : text));
    } catch (JsonException e) {
      return Optional.empty();
    }
  }
}
