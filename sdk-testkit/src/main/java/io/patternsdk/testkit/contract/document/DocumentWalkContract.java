package io.patternsdk.testkit.contract.document;

import static io.patternsdk.core.standard.StandardCapabilities.DOCUMENT_QUERY;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.filter.Filters;
import io.patternsdk.core.keyvalue.DocumentQuery;
import io.patternsdk.core.keyvalue.DocumentRequest;
import io.patternsdk.core.keyvalue.DocumentRequest.Order;
import io.patternsdk.core.keyvalue.DocumentWalk;
import io.patternsdk.core.keyvalue.Entry;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.testkit.contract.Case;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.contract.Subject;
import io.patternsdk.testkit.contract.internal.DocumentReference;
import io.patternsdk.testkit.contract.internal.Latches;
import io.patternsdk.testkit.contract.internal.Values;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** What {@link DocumentQuery#find} promises of walks. */
final class DocumentWalkContract {
  private final KeyValue values;
  private final DocumentQuery query;

  DocumentWalkContract(Subject subject) {
    this.values = subject.require(KEYVALUE_BASIC);
    this.query = subject.require(DOCUMENT_QUERY);
  }

  @Case
  void aWalkBeginsWithItsFirstPage() {
    values.set("before", Values.of("{\"a\":1}"));
    DocumentRequest request = request("", Filters.all());
    DocumentWalk walk = query.find(request);
    values.set("between", Values.of("{\"a\":1}"));
    assertThat(walk.entries().toList()).extracting(Entry::key).containsExactly("before", "between");
  }

  @Case
  void aWalkMayBeGivenUp() {
    fill(100);
    for (int i = 0; i < 50; i++) {
      Scan<Entry> entries = query.find(request("", Filters.exists("n"))).entries();
      assertThat(entries.nextPage()).isNotEmpty();
      entries.close();
      entries.close();
    }
    assertThat(keys("", Filters.all())).hasSize(100);
  }

  @Case
  void eachDocumentIsSeenOnceWhileOthersComeAndGo() {
    query.index("", List.of("n"));
    fill(1_000);
    AtomicBoolean stop = new AtomicBoolean();
    Thread churn = Thread.startVirtualThread(() -> comeAndGo(stop));
    try {
      for (Order order : List.of(Order.BY_KEY, DocumentReference.by("n"))) {
        DocumentRequest request =
            new DocumentRequest("", Filters.exists("n"), order, Optional.empty(), 50);
        assertThat(DocumentReference.answer(query, request))
            .extracting(Entry::key)
            .doesNotHaveDuplicates()
            .filteredOn(key -> key.startsWith("stable"))
            .hasSize(1_000);
      }
    } finally {
      stop.set(true);
      Latches.join(churn);
    }
  }

  @Case
  void noPageIsReadPastTheDeadline() {
    fill(1);
    Expect.refusalPastTheDeadline(() -> keys("", Filters.all()));
    Expect.refusalPastTheDeadline(() -> query.index("", List.of("a")));
  }

  private void fill(int size) {
    for (int i = 0; i < size; i++) {
      values.set("stable " + i, Values.of("{\"n\":" + i % 10 + "}"));
    }
  }

  private void comeAndGo(AtomicBoolean stop) {
    for (int i = 0; !stop.get(); i++) {
      values.set("passing " + i, Values.of("{\"n\":" + i % 7 + "}"));
      if (i >= 100) {
        values.delete("passing " + (i - 100));
      }
    }
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
