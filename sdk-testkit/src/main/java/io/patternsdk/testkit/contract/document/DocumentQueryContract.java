package io.patternsdk.testkit.contract.document;

import static io.patternsdk.core.standard.StandardCapabilities.DOCUMENT_QUERY;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_TTL;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.filter.Filters;
import io.patternsdk.core.keyvalue.DocumentQuery;
import io.patternsdk.core.keyvalue.DocumentRequest;
import io.patternsdk.core.keyvalue.DocumentRequest.Order;
import io.patternsdk.core.keyvalue.Entry;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.keyvalue.KeyValueTtl;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.Crowd;
import io.patternsdk.testkit.contract.internal.DocumentReference;
import io.patternsdk.testkit.contract.internal.Durations;
import io.patternsdk.testkit.contract.internal.OddNames;
import io.patternsdk.testkit.contract.internal.Values;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What {@link DocumentQuery} promises, on a driver that has {@link KeyValue}. */
final class DocumentQueryContract {
  private final Subject subject;
  private final KeyValue values;
  private final DocumentQuery query;

  DocumentQueryContract(Subject subject) {
    this.subject = subject;
    this.values = subject.require(KEYVALUE_BASIC);
    this.query = subject.require(DOCUMENT_QUERY);
  }

  @Case
  void nothingIsFoundWhereNothingIs() {
    assertThat(keys("", Filters.all())).isEmpty();
    query.index("", List.of("a"));
    assertThat(keys("", Filters.eq("a", 1))).isEmpty();
  }

  @Case
  void theBytesOfADocumentAreKept() {
    String odd = " { \"n\" : 1.000e+2 ,\r\n\t\"s\":\"\\u0041\\/\", \"z\":[ ] } ";
    values.set("odd", Values.of(odd));
    for (int round = 0; round < 2; round++) {
      assertThat(find("", Filters.eq("n", 100))).containsExactly(new Entry("odd", Values.of(odd)));
      query.index("", List.of("n", "s"));
    }
  }

  @Case
  void whatIsNoJsonObjectIsHandedOverWhateverTheFilter() {
    List<String> others =
        List.of("", "text", "1", "\"a\"", "null", "[{\"a\":1}]", "{", "{}x", "{\"a\":1,\"a\":1}");
    others.forEach(text -> values.set("other " + text, Values.of(text)));
    values.set("binary", Values.EVERY_BYTE);
    values.set("deep", Values.of("{\"a\":".repeat(65) + "1" + "}".repeat(65)));
    values.set("document", Values.of("{\"a\":1}"));
    for (int round = 0; round < 2; round++) {
      for (Filter filter : List.of(Filters.all(), Filters.eq("a", 1), Filters.eq("a", 2))) {
        assertThat(keys("", filter))
            .as("%s", filter)
            .hasSize(filter.equals(Filters.eq("a", 2)) ? 11 : 12)
            .contains("binary", "deep", "other ", "other {}x")
            .isEqualTo(DocumentReference.sorted(keys("", filter)));
      }
      query.index("", List.of("a"));
    }
  }

  @Case
  void whatIsNoJsonObjectStandsWhereFieldsAreMissing() {
    values.set("b", Values.of("{\"n\":1}"));
    values.set("c", Values.of("damaged"));
    values.set("d", Values.of("{}"));
    for (int round = 0; round < 2; round++) {
      assertThat(ordered(DocumentReference.by("n"))).containsExactly("c", "d", "b");
      assertThat(ordered(DocumentReference.byDescending("n"))).containsExactly("b", "c", "d");
      query.index("", List.of("n"));
    }
  }

  private List<String> ordered(Order order) {
    DocumentRequest request = new DocumentRequest("", Filters.all(), order, Optional.empty(), 20);
    return DocumentReference.answer(query, request).stream().map(Entry::key).toList();
  }

  @Case
  void aPrefixSelectsWhatBeginsWithIt() {
    List<String> keys = List.of("u", "u:1", "u:2", "u*", "user", "v:1", "U:1");
    keys.forEach(key -> values.set(key, Values.of("{\"a\":1}")));
    query.index("u:", List.of("a"));
    assertThat(keys("u:", Filters.eq("a", 1))).containsExactly("u:1", "u:2");
    assertThat(keys("u", Filters.eq("a", 1))).containsExactly("u", "u*", "u:1", "u:2", "user");
    assertThat(keys("u*", Filters.all())).containsExactly("u*");
    assertThat(keys("", Filters.all())).hasSize(keys.size());
  }

  @Case
  void oddKeysAreFoundInTheOrderOfCodePoints() {
    OddNames.ALL.forEach(key -> values.set(key, Values.of("{\"a\":1}")));
    List<String> sorted = DocumentReference.sorted(OddNames.ALL);
    assertThat(keys("", Filters.all())).isEqualTo(sorted);
    query.index("", List.of("a"));
    assertThat(keys("", Filters.eq("a", 1))).isEqualTo(sorted);
  }

  @Case
  void indexesHoldForWhatWasThereAndWhatComes() {
    values.set("before", Values.of("{\"a\":1,\"in\":{\"b\":\"x\"}}"));
    query.index("", List.of("a"));
    values.set("after", Values.of("{\"a\":1,\"in\":{\"b\":\"x\"}}"));
    query.index("", List.of("in.b"));
    query.index("", List.of("a", "in.b"));
    values.set("last", Values.of("{\"a\":1,\"in\":{\"b\":\"y\"}}"));
    assertThat(keys("", Filters.eq("a", 1))).containsExactly("after", "before", "last");
    assertThat(keys("", Filters.eq("in.b", "x"))).containsExactly("after", "before");
  }

  @Case
  void changesAreSeenByTheNextWalk() {
    query.index("", List.of("a"));
    values.set("key", Values.of("{\"a\":1}"));
    assertThat(keys("", Filters.eq("a", 1))).containsExactly("key");
    values.set("key", Values.of("{\"a\":2}"));
    assertThat(keys("", Filters.eq("a", 1))).isEmpty();
    assertThat(keys("", Filters.eq("a", 2))).containsExactly("key");
    values.set("key", Values.of("no document any more"));
    assertThat(keys("", Filters.eq("a", 2))).containsExactly("key");
    values.set("key", Values.of("{\"a\":3}"));
    values.delete("key");
    assertThat(keys("", Filters.all())).isEmpty();
  }

  @Case
  void whatExpiredIsNotFound() {
    values.set("stays", Values.of("{\"a\":1}"));
    subject
        .find(KEYVALUE_TTL)
        .ifPresent(
            expiring -> {
              query.index("", List.of("a"));
              Duration step = subject.traits(KEYVALUE_TTL).get(KeyValueTtl.MIN_TTL);
              Duration shortest = Durations.longer(step, Duration.ofMillis(50));
              expiring.set("goes", Values.of("{\"a\":1}"), shortest);
              subject.eventually().until("that it expired", () -> !values.exists("goes"));
            });
    assertThat(keys("", Filters.eq("a", 1))).containsExactly("stays");
    assertThat(keys("", Filters.all())).containsExactly("stays");
  }

  @Case
  void namespacesAreKeptApart() {
    query.index("", List.of("a"));
    values.set("key", Values.of("{\"a\":1}"));
    DocumentQuery theirs = subject.neighbour().require(DOCUMENT_QUERY);
    theirs.index("", List.of("a"));
    assertThat(DocumentReference.answer(theirs, request("", Filters.eq("a", 1)))).isEmpty();
    subject.neighbour().require(KEYVALUE_BASIC).set("theirs", Values.of("{\"a\":1}"));
    assertThat(keys("", Filters.eq("a", 1))).containsExactly("key");
  }

  @Case
  void manyThreadsMayUseIt() {
    query.index("", List.of("a"));
    Crowd.run(
        32,
        i -> {
          for (int round = 0; round < 5; round++) {
            values.set("key " + i, Values.of("{\"a\":" + (i * 100 + round) + "}"));
            assertThat(keys("", Filters.eq("a", i * 100 + round))).containsExactly("key " + i);
          }
        });
  }

  private static DocumentRequest request(String prefix, Filter filter) {
    return new DocumentRequest(prefix, filter, Order.BY_KEY, Optional.empty(), 20);
  }

  private List<Entry> find(String prefix, Filter filter) {
    return DocumentReference.answer(query, request(prefix, filter));
  }

  private List<String> keys(String prefix, Filter filter) {
    return find(prefix, filter).stream().map(Entry::key).toList();
  }
}
