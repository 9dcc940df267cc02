package io.patternsdk.core.document;

import static io.patternsdk.core.filter.Filters.all;
import static io.patternsdk.core.filter.Filters.gt;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ByteBudget;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.backend.FakeDriver;
import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.json.CodePointOrder;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonPath;
import io.patternsdk.core.keyvalue.DocumentRequest.Order;
import io.patternsdk.core.keyvalue.Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class DocumentsTest {
  private final FakeDriver driver = new FakeDriver();
  private final Documents documents = Documents.of(driver.capabilities(), "d:", List.of());

  @Test
  void aFilterSelectsAndAnOrderSorts() {
    put("a", "{\"n\":3}");
    put("b", "{\"n\":1.0}");
    put("c", "{}");
    put("d", "{\"n\":\"x\"}");
    assertThat(keys(gt("n", 0), Order.byDescending(JsonPath.of("n")))).containsExactly("a", "b");
    assertThat(keys(all(), Order.by(JsonPath.of("n")))).containsExactly("c", "b", "a", "d");
    assertThat(keys(all(), Order.BY_KEY)).containsExactly("a", "b", "c", "d");
  }

  @Test
  void cursorsGoOnWhereAPageEndedInEveryOrder() {
    for (int i = 0; i < 23; i++) {
      put("k" + i, i % 4 == 0 ? "{}" : "{\"n\":" + i % 5 + "}");
    }
    for (Order order : List.of(Order.BY_KEY, Order.by(path()), Order.byDescending(path()))) {
      List<String> whole = keys(all(), order);
      List<String> paged = new ArrayList<>();
      Optional<String> cursor = Optional.empty();
      do {
        DocumentPage page = documents.find(new DocumentFind(all(), order, 3, cursor, true));
        assertThat(page.total()).hasValue(23);
        page.documents().forEach(d -> paged.add(d.key().substring(2)));
        cursor = page.next();
      } while (cursor.isPresent());
      assertThat(paged).isEqualTo(whole);
    }
  }

  @Test
  void whatIsNoDocumentIsReportedAndHidesNothingElse() {
    put("a", "{}");
    put("b", "not json");
    put("c", "[1]");
    DocumentPage page = documents.find(DocumentFind.all(all()));
    assertThat(page.documents()).extracting(Document::key).containsExactly("d:a");
    assertThat(page.unreadable()).containsExactlyInAnyOrder("d:b", "d:c");
  }

  @Test
  void whatCannotBeReadHasAPlaceOnOnePage() {
    for (int i = 0; i < 9; i++) {
      put("k" + i, i % 3 == 1 ? "damaged" : "{\"n\":" + i + "}");
    }
    List<String> documentsAndOthers = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      DocumentPage page =
          documents.find(new DocumentFind(gt("n", 2), Order.BY_KEY, 2, cursor, true));
      assertThat(page.total()).hasValue(4);
      assertThat(page.documents().size() + page.unreadable().size()).isLessThanOrEqualTo(2);
      page.documents().forEach(one -> documentsAndOthers.add(one.key()));
      documentsAndOthers.addAll(page.unreadable());
      cursor = page.next();
    } while (cursor.isPresent());
    assertThat(documentsAndOthers)
        .containsExactlyInAnyOrder("d:k1", "d:k3", "d:k4", "d:k5", "d:k6", "d:k7", "d:k8");
  }

  @Test
  void whatMatchesAndIsNotLookedForIsReportedAndDoesNotCount() {
    put("a", "{\"n\":1}");
    put("b", "{\"n\":2,\"odd\":true}");
    put("c", "{\"n\":0,\"odd\":true}");
    Documents strict = Documents.over(driver.capabilities(), "d:").reader(new NoOdd()).open();
    DocumentPage page =
        strict.find(new DocumentFind(gt("n", 0), Order.BY_KEY, 9, Optional.empty(), true));
    assertThat(page.documents()).extracting(Document::key).containsExactly("d:a");
    assertThat(page.unreadable()).containsExactly("d:b");
    assertThat(page.total()).hasValue(1);
  }

  private static final class NoOdd implements Document.Reader {
    @Override
    public Document read(Entry entry) {
      return PLAIN.read(entry);
    }

    @Override
    public Document keep(Document document) {
      if (document.json().has("odd")) {
        throw new BackendException(ErrorKind.CORRUPT, "odd");
      }
      return document;
    }
  }

  @Test
  void aPageNeedsTheMemoryOfThePageHoweverManyMatch() {
    ByteBudget budget = ByteBudget.of(12_000_000);
    Documents frugal = Documents.over(driver.capabilities(), "d:").budget(budget).open();
    for (int i = 0; i < 20_000; i++) {
      put("k" + i, "{\"n\":" + i + "}");
    }
    DocumentPage page =
        frugal.find(new DocumentFind(all(), Order.byDescending(path()), 3, Optional.empty(), true));
    assertThat(page.documents())
        .extracting(Document::key)
        .containsExactly("d:k19999", "d:k19998", "d:k19997");
    assertThat(page.total()).hasValue(20_000);
    assertThat(budget.reserved()).isZero();
    assertThatThrownBy(() -> frugal.find(DocumentFind.all(all())))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("no room in memory");
    assertThat(budget.reserved()).isZero();
  }

  @Test
  void manyPagesAtOnceShareTheMemoryOrAreRefused() throws InterruptedException {
    ByteBudget budget = ByteBudget.of(400_000);
    Documents frugal = Documents.over(driver.capabilities(), "d:").budget(budget).open();
    for (int i = 0; i < 1_000; i++) {
      put("k" + i, "{\"n\":" + i + "}");
    }
    Queue<String> answers = new ConcurrentLinkedQueue<>();
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      clients.add(Thread.startVirtualThread(() -> answers.add(lastOf(frugal))));
    }
    for (Thread client : clients) {
      client.join();
    }
    assertThat(answers).hasSize(24).allMatch(a -> a.equals("d:k999") || a.equals("FULL"));
    assertThat(budget.reserved()).isZero();
    assertThat(lastOf(frugal)).isEqualTo("d:k999");
  }

  private static String lastOf(Documents documents) {
    DocumentFind last =
        new DocumentFind(all(), Order.byDescending(path()), 10, Optional.empty(), false);
    try {
      return documents.find(last).documents().getFirst().key();
    } catch (RejectedException e) {
      return e.reason().name();
    }
  }

  @Test
  void keysAreInTheOrderOfCodePoints() {
    List<String> keys = List.of("", "a", "a\u00e9", "b", "\u00e9", "\uffee", "\ud83d\ude00");
    keys.reversed().forEach(key -> put(key, "{}"));
    assertThat(keys(all(), Order.BY_KEY)).isEqualTo(keys);
  }

  @Test
  void keysThatDifferLateOrEndEarlyAreInOrderToo() {
    Random random = new Random(7);
    Set<String> keys = new HashSet<>();
    while (keys.size() < 100) {
      StringBuilder key = new StringBuilder("same-beginning");
      for (int i = random.nextInt(14); i > 0; i--) {
        key.append(random.nextInt(3) == 0 ? "é" : random.nextBoolean() ? "\u0000" : "a");
      }
      keys.add(key.toString());
    }
    keys.forEach(key -> put(key, "{}"));
    List<String> sorted = keys.stream().sorted(CodePointOrder.ASCENDING).toList();
    assertThat(keys(all(), Order.BY_KEY)).isEqualTo(sorted);
  }

  @Test
  void documentsAreWhatTheReaderMakesOfThem() {
    record Marked(String key, JsonObject json) implements Document {}
    put("a", "{\"n\":1}");
    put("b", "{}");
    Documents marked =
        Documents.over(driver.capabilities(), "d:")
            .reader(entry -> new Marked(entry.key(), JsonObject.parse("{\"n\":2}")))
            .open();
    assertThat(marked.find(DocumentFind.all(gt("n", 1))).documents())
        .hasSize(2)
        .allMatch(Marked.class::isInstance);
  }

  @Test
  void aCursorOfAnotherListingIsRefused() {
    put("a", "{\"n\":1}");
    put("b", "{\"n\":2}");
    String cursor =
        documents
            .find(new DocumentFind(all(), Order.BY_KEY, 1, Optional.empty(), false))
            .next()
            .orElseThrow();
    assertThatThrownBy(() -> find(Order.by(path()), cursor)).hasMessageContaining("order");
    assertThatThrownBy(() -> find(Order.BY_KEY, "?")).hasMessageContaining("cursor is not one");
    assertThatThrownBy(() -> find(Order.BY_KEY, "e30")).hasMessageContaining("cursor is not one");
  }

  private void find(Order order, String cursor) {
    documents.find(new DocumentFind(all(), order, 1, Optional.of(cursor), false));
  }

  private List<String> keys(Filter filter, Order order) {
    return documents
        .find(new DocumentFind(filter, order, 100, Optional.empty(), false))
        .documents()
        .stream()
        .map(document -> document.key().substring(2))
        .toList();
  }

  private void put(String key, String json) {
    driver.set("d:" + key, json.getBytes(UTF_8));
  }

  private static JsonPath path() {
    return JsonPath.of("n");
  }
}
