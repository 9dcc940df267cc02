package io.patternsdk.driver.embedded;

import static io.patternsdk.core.standard.StandardCapabilities.DOCUMENT_QUERY;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_TTL;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.document.Document;
import io.patternsdk.core.document.DocumentFind;
import io.patternsdk.core.document.DocumentPage;
import io.patternsdk.core.document.Documents;
import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.filter.Filters;
import io.patternsdk.core.json.CodePointOrder;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonOrder;
import io.patternsdk.core.json.JsonPath;
import io.patternsdk.core.json.JsonValue;
import io.patternsdk.core.keyvalue.DocumentQuery;
import io.patternsdk.core.keyvalue.DocumentRequest;
import io.patternsdk.core.keyvalue.DocumentRequest.Order;
import io.patternsdk.core.keyvalue.DocumentWalk;
import io.patternsdk.core.keyvalue.Entry;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.testkit.Rounds;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finding documents gives the reference evaluator's answer, whatever is indexed. */
final class DocumentAnswers {
  private final Subject subject;
  private final KeyValue values;
  private final DocumentQuery query;

  DocumentAnswers(Subject subject) {
    this.subject = subject;
    this.values = subject.require(KEYVALUE_BASIC);
    this.query = subject.require(DOCUMENT_QUERY);
  }

  @Case
  void everyAnswerIsThatOfTheReference() {
    Rounds.eachSeed(
        seed -> {
          RandomQueries random = new RandomQueries(seed);
          String prefix = "s" + seed + ":";
          Map<String, JsonObject> model = new HashMap<>();
          for (int i = 0; i < 30; i++) {
            for (int writes = 0; writes < 5; writes++) {
              write(random, prefix, model);
            }
            Documents documents =
                Documents.of(subject.backend().capabilities(), prefix, random.someFields());
            check(documents, prefix, model, random);
          }
        });
  }

  private void write(RandomQueries random, String prefix, Map<String, JsonObject> model) {
    String key = prefix + random.key();
    JsonObject document = random.document();
    switch (random.below(6)) {
      case 0 -> {
        values.delete(key);
        model.remove(key);
      }
      case 1 -> {
        values.set(key, new byte[] {'[', ']'});
        model.remove(key);
      }
      case 2 -> {
        subject.require(KEYVALUE_TTL).set(key, document.toBytes(), Duration.ofHours(1));
        subject.require(KEYVALUE_TTL).expire(key, Duration.ofHours(2));
        model.put(key, document);
      }
      default -> {
        values.set(key, document.toBytes());
        model.put(key, document);
      }
    }
  }

  private static void check(
      Documents documents, String prefix, Map<String, JsonObject> model, RandomQueries random) {
    Filter filter = random.filter(3);
    Order order = random.order();
    int limit = 1 + random.below(20);
    List<Document> found = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      DocumentPage page = documents.find(new DocumentFind(filter, order, limit, cursor, true));
      found.addAll(page.documents());
      cursor = page.next();
      assertThat(page.total()).hasValue(expected(model, filter, order).size());
    } while (cursor.isPresent());
    assertThat(found)
        .as("%s in the order of %s under %s", filter, order, prefix)
        .isEqualTo(expected(model, filter, order));
  }

  private static List<Document> expected(
      Map<String, JsonObject> model, Filter filter, Order order) {
    Comparator<Document> byKey = Comparator.comparing(Document::key, CodePointOrder.ASCENDING);
    JsonOrder direction = order.descending() ? JsonOrder.DESCENDING : JsonOrder.ASCENDING;
    Comparator<Document> inOrder = (a, b) -> direction.compare(value(a, order), value(b, order));
    return model.entrySet().stream()
        .filter(entry -> filter.matches(entry.getValue()))
        .map(entry -> Document.of(entry.getKey(), entry.getValue()))
        .sorted(inOrder.thenComparing(byKey))
        .toList();
  }

  private static JsonValue value(Document document, Order order) {
    return order.field().flatMap(path -> path.in(document.json())).orElse(null);
  }

  @Case
  void anIndexLeavesNothingOfItsFieldToTheCore() {
    query.index("", List.of("a", "b.c"));
    Filter indexed = Filters.or(Filters.lt("a", 3), Filters.not(Filters.startsWith("b.c", "x")));
    Filter other = Filters.eq("d", 1);
    assertThat(find(indexed, Order.BY_KEY).residual()).isEqualTo(Filters.all());
    assertThat(find(Filters.and(indexed, other), Order.BY_KEY).residual()).isEqualTo(other);
  }

  @Case
  void aWalkSeesWhatStaysExactlyOnceWhileOthersComeAndGo() {
    query.index("", List.of("n"));
    for (int i = 0; i < 100; i++) {
      put("k" + i, i);
    }
    for (Order order : List.of(Order.BY_KEY, Order.by(JsonPath.of("n")))) {
      List<String> keys = new ArrayList<>();
      try (Scan<Entry> walk = find(Filters.gte("n", 0), order).entries()) {
        for (List<Entry> page = walk.nextPage(); !page.isEmpty(); page = walk.nextPage()) {
          page.forEach(entry -> keys.add(entry.key()));
          put("k" + keys.size() % 100, 1_000 - keys.size());
          put("new" + keys.size(), 5_000);
          values.delete("new" + (keys.size() - 10));
        }
      }
      assertThat(keys).doesNotHaveDuplicates();
      assertThat(keys.stream().filter(key -> key.startsWith("k"))).hasSize(100);
    }
  }

  @Case
  void aNarrowerPrefixUsesTheIndexOfAWiderOne() {
    query.index("a:", List.of("n"));
    put("a:x:1", 1);
    put("a:y:1", 1);
    put("b:x:1", 1);
    assertThat(keys("a:x", Filters.eq("n", 1))).containsExactly("a:x:1");
    assertThat(keys("", Filters.eq("n", 1))).containsExactly("a:x:1", "a:y:1", "b:x:1");
  }

  private List<String> keys(String prefix, Filter filter) {
    DocumentRequest request =
        new DocumentRequest(prefix, filter, Order.BY_KEY, Optional.empty(), 10);
    return query.find(request).entries().toList().stream().map(Entry::key).toList();
  }

  private DocumentWalk find(Filter filter, Order order) {
    return query.find(new DocumentRequest("", filter, order, Optional.empty(), 10));
  }

  private void put(String key, int n) {
    values.set(key, JsonObject.builder().put("n", n).build().toBytes());
  }
}
