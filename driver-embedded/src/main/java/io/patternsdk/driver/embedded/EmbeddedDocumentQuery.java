package io.patternsdk.driver.embedded;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.filter.Filter.Compare;
import io.patternsdk.core.filter.PushDown;
import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonPath;
import io.patternsdk.core.keyvalue.DocumentQuery;
import io.patternsdk.core.keyvalue.DocumentRequest;
import io.patternsdk.core.keyvalue.DocumentWalk;
import io.patternsdk.core.keyvalue.Entry;
import io.patternsdk.driver.embedded.journal.StoredValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Documents by their indexed fields. Where the order is by another field, or nothing is indexed, a
 * table is built for the one walk.
 */
final class EmbeddedDocumentQuery implements DocumentQuery {
  private final StoredValues values;

  EmbeddedDocumentQuery(StoredValues values) {
    this.values = values;
  }

  @Override
  public void index(String prefix, Collection<String> fields) {
    values.admit();
    List<JsonPath> paths = new ArrayList<>();
    for (String field : fields) {
      try {
        paths.add(JsonPath.parse(field));
      } catch (JsonException e) {
        throw new BackendException(
            ErrorKind.INVALID_ARGUMENT, "field \"" + field + "\": " + e.getMessage(), e);
      }
    }
    values.documents().declare(prefix, paths, values);
  }

  @Override
  public DocumentWalk find(DocumentRequest request) {
    DocumentTable table = values.documents().covering(request.prefix());
    if (table == null || !request.order().field().stream().allMatch(table.fields()::contains)) {
      return walk(request, () -> built(request), PushDown.everything(request.filter()));
    }
    return walk(request, () -> table, request.filter().split(part -> covered(part, table)));
  }

  private DocumentWalk walk(
      DocumentRequest request, Supplier<DocumentTable> table, PushDown division) {
    Supplier<Iterator<Map.Entry<String, StoredValue>>> search =
        () -> new DocumentSearch(table.get(), request, division.evaluated()).run();
    return new DocumentWalk(
        new IteratorWalk<>(
            values,
            search,
            request.pageSize(),
            found ->
                values.find(found.getKey()) == null
                    ? null
                    : new Entry(found.getKey(), found.getValue().value())),
        division.residual());
  }

  private DocumentTable built(DocumentRequest request) {
    Set<JsonPath> fields = new LinkedHashSet<>(request.filter().fields());
    request.order().field().ifPresent(fields::add);
    DocumentTable table = new DocumentTable(request.prefix(), fields);
    DocumentTables.fill(table, values);
    return table;
  }

  private static boolean covered(Filter part, DocumentTable table) {
    return !(part instanceof Compare compare) || table.fields().contains(compare.field());
  }
}
