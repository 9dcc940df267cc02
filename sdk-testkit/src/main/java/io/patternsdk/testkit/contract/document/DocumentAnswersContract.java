package io.patternsdk.testkit.contract.document;

import static io.patternsdk.core.standard.StandardCapabilities.DOCUMENT_QUERY;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.document.DocumentFind;
import io.patternsdk.core.document.DocumentPage;
import io.patternsdk.core.document.Documents;
import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.filter.Filters;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.keyvalue.DocumentQuery;
import io.patternsdk.core.keyvalue.DocumentRequest;
import io.patternsdk.core.keyvalue.DocumentRequest.Order;
import io.patternsdk.core.keyvalue.Entry;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.keyvalue.Position;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.DocumentReference;
import io.patternsdk.testkit.contract.internal.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** That {@link DocumentQuery} finds what the reference evaluator matches, in the same order. */
final class DocumentAnswersContract {
  private static final List<Order> ORDERS =
      Stream.concat(
              Stream.of(Order.BY_KEY),
              SampleDocuments.FIELDS.stream()
                  .flatMap(
                      f -> Stream.of(DocumentReference.by(f), DocumentReference.byDescending(f))))
          .toList();

  private final Subject subject;
  private final DocumentQuery query;
  private final Map<String, JsonObject> documents = new HashMap<>();
  private final SampleDocuments samples = new SampleDocuments(7);

  DocumentAnswersContract(Subject subject) {
    this.subject = subject;
    this.query = subject.require(DOCUMENT_QUERY);
    KeyValue values = subject.require(KEYVALUE_BASIC);
    for (int i = 0; i < 150; i++) {
      String key = (i % 3 == 0 ? "p:" : "q:") + i;
      String text = samples.document();
      values.set(key, Values.of(text));
      documents.put(key, JsonObject.parse(text));
    }
  }

  @Case
  void withoutIndexes() {
    checkFilters(200);
  }

  @Case
  void withIndexesOnSomeFields() {
    query.index("", List.of("a", "in.b"));
    checkFilters(300);
  }

  @Case
  void withIndexesOnAllFields() {
    query.index("", SampleDocuments.FIELDS);
    checkFilters(300);
  }

  @Case
  void inEveryOrder() {
    for (int round = 0; round < 2; round++) {
      for (Order order : ORDERS) {
        check(request("", Filters.all(), order, Optional.empty()));
        check(request("p:", samples.filter(2), order, Optional.empty()));
      }
      query.index("", SampleDocuments.FIELDS);
    }
  }

  @Case
  void afterEveryPosition() {
    query.index("", List.of("a", "b"));
    for (Order order : ORDERS.subList(0, 5)) {
      documents.forEach(
          (key, document) -> {
            Position place = DocumentReference.position(key, document, order);
            check(request("", Filters.all(), order, Optional.of(place)));
            Position between = new Position(place.value(), key + "!");
            check(request("", Filters.exists("a"), order, Optional.of(between)));
          });
    }
  }

  @Case
  void pageByPage() {
    Documents paged = Documents.of(subject.backend().capabilities(), "", List.of("a"));
    for (Order order : ORDERS) {
      Filter filter = samples.filter(3);
      List<String> keys = new ArrayList<>();
      Optional<String> cursor = Optional.empty();
      do {
        DocumentPage page = paged.find(new DocumentFind(filter, order, 7, cursor, true));
        assertThat(page.documents()).hasSizeLessThanOrEqualTo(7);
        page.documents().forEach(document -> keys.add(document.key()));
        List<String> all = expected(filter, Order.BY_KEY);
        assertThat(page.total()).hasValue(all.size());
        cursor = page.next();
      } while (cursor.isPresent());
      assertThat(keys).as("%s in order %s", filter, order).isEqualTo(expected(filter, order));
    }
  }

  private List<String> expected(Filter filter, Order order) {
    return DocumentReference.expected(documents, request("", filter, order, Optional.empty()));
  }

  private void checkFilters(int number) {
    for (int i = 0; i < number; i++) {
      Order order = ORDERS.get(i % ORDERS.size());
      check(request(i % 4 == 0 ? "p:" : "", samples.filter(3), order, Optional.empty()));
    }
  }

  private void check(DocumentRequest request) {
    List<Entry> answer = DocumentReference.answer(query, request);
    assertThat(answer)
        .as("%s", request)
        .extracting(Entry::key)
        .isEqualTo(DocumentReference.expected(documents, request));
  }

  private static DocumentRequest request(
      String prefix, Filter filter, Order order, Optional<Position> after) {
    return new DocumentRequest(prefix, filter, order, after, 20);
  }
}
