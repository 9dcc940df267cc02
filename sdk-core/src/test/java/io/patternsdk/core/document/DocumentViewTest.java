package io.patternsdk.core.document;

import static io.patternsdk.core.filter.Filters.all;
import static io.patternsdk.core.filter.Filters.and;
import static io.patternsdk.core.filter.Filters.eq;
import static io.patternsdk.core.filter.Filters.gt;
import static io.patternsdk.core.filter.Filters.in;
import static io.patternsdk.core.filter.Filters.not;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.ByteBudget;
import io.patternsdk.core.HandClock;
import io.patternsdk.core.backend.FakeDriver;
import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.json.JsonPath;
import io.patternsdk.core.keyvalue.DocumentRequest.Order;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.core.keyvalue.WatchBatch;
import io.patternsdk.core.keyvalue.WatchEvent;
import io.patternsdk.core.keyvalue.WatchEvent.Reason;
import io.patternsdk.core.keyvalue.WatchToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentViewTest {
  private static final JsonPath N = JsonPath.of("n");
  private static final List<Filter> FILTERS =
      List.of(
          all(),
          eq("n", 2),
          in("n", 1, 2.0, 1, "x"),
          gt("n", 1),
          not(eq("n", 1)),
          and(eq("n", 1), eq("o", true)),
          and(in("o", true, false), in("n", 1, 3)));
  private static final List<Order> ORDERS =
      List.of(Order.BY_KEY, Order.by(N), Order.byDescending(N));
  private static final List<String> VALUES =
      List.of("{\"n\":%d}", "{\"n\":%d,\"o\":true}", "{\"o\":false}", "{\"n\":[%d]}", "damaged");

  private final HandClock clock = new HandClock();
  private final FakeDriver truth = new FakeDriver();
  private final Documents stored = Documents.of(truth.capabilities(), "", List.of());
  private final DocumentView view = view(1 << 20);
  private final List<WatchEvent> events = new ArrayList<>();

  private DocumentView view(long most) {
    return new DocumentView(
        List.of(N, JsonPath.of("o")), Document.Reader.PLAIN, ByteBudget.of(1 << 20), most, clock);
  }

  private void put(String key, String value) {
    truth.set(key, value.getBytes(UTF_8));
    told(key);
  }

  private void remove(String key) {
    if (truth.delete(key)) {
      events.add(new WatchEvent.Removed(key, Reason.UNKNOWN));
    }
  }

  private void told(String key) {
    events.add(new WatchEvent.Put(key, truth.get(key).orElseThrow(), new Version("1")));
  }

  private void resync() {
    events.clear();
    events.add(new WatchEvent.Resync());
    truth.values.keySet().forEach(this::told);
  }

  private void synced() {
    events.add(new WatchEvent.Synced());
  }

  private boolean apply(DocumentView view, boolean current) {
    WatchBatch batch = new WatchBatch(events, new WatchToken("t"), current);
    events.clear();
    return view.apply(batch, clock.nanoTime());
  }

  private ViewedDocuments documents() {
    return view.documents(Document.Reader.PLAIN).orElseThrow();
  }

  private static List<Object> pages(Documents documents, Filter filter, Order order, int limit) {
    List<Object> pages = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      DocumentFind find = new DocumentFind(filter, order, limit, cursor, limit % 2 == 0);
      DocumentPage page = documents.find(find);
      pages.add(page);
      cursor = page.next();
    } while (cursor.isPresent());
    return pages;
  }

  private void change(Random random) {
    String key = "k" + random.nextInt(40);
    if (random.nextInt(4) == 0) {
      remove(key);
    } else {
      put(key, VALUES.get(random.nextInt(VALUES.size())).formatted(random.nextInt(4)));
    }
  }

  private List<Object> sample(Documents documents, Random random) {
    return pages(
        documents,
        FILTERS.get(random.nextInt(FILTERS.size())),
        ORDERS.get(random.nextInt(ORDERS.size())),
        1 + random.nextInt(50));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void itAnswersAsTheStoreDoesWhateverTheHistory(long seed) {
    Random random = new Random(seed);
    resync();
    synced();
    assertThat(apply(view, true)).isTrue();
    for (int i = 0; i < 60; i++) {
      if (random.nextInt(5) == 0) {
        resync();
        for (int changes = random.nextInt(9); changes > 0; changes--) {
          change(random);
        }
        if (random.nextBoolean()) {
          assertThat(apply(view, false)).isTrue();
        }
        synced();
      }
      for (int changes = random.nextInt(9); changes > 0; changes--) {
        change(random);
      }
      assertThat(apply(view, true)).isTrue();
      long asked = random.nextLong();
      assertThat(sample(documents(), new Random(asked)))
          .isEqualTo(sample(stored, new Random(asked)));
    }
  }

  @Test
  void itHasNothingToSayBeforeAllHasCome() {
    put("a", "{}");
    resync();
    apply(view, false);
    assertThat(view.documents(Document.Reader.PLAIN)).isEmpty();
    assertThat(view.age()).isEmpty();
    synced();
    apply(view, false);
    assertThat(view.size()).isEqualTo(1);
    assertThat(view.isWhole()).isTrue();
  }

  @Test
  void whatWasHeldAnswersUntilAllHasComeAnew() {
    put("goes", "{}");
    put("stays", "{}");
    resync();
    synced();
    apply(view, true);
    truth.delete("goes");
    put("comes", "{}");
    resync();
    apply(view, true);
    assertThat(view.isWhole()).isFalse();
    assertThat(keys()).containsExactly("goes", "stays");
    synced();
    apply(view, false);
    assertThat(keys()).containsExactly("comes", "stays");
  }

  private List<String> keys() {
    return documents().find(DocumentFind.all(all())).documents().stream()
        .map(Document::key)
        .toList();
  }

  @Test
  void itIsAsOldAsTheBeginningOfTheLastPollThatBroughtEverything() {
    resync();
    apply(view, true);
    clock.advance(Duration.ofSeconds(3));
    synced();
    apply(view, false);
    assertThat(view.age()).contains(Duration.ofSeconds(3));
    apply(view, true);
    assertThat(view.age()).contains(Duration.ZERO);
    clock.advance(Duration.ofSeconds(2));
    put("a", "{}");
    apply(view, false);
    assertThat(documents().age()).isEqualTo(Duration.ofSeconds(2));
    resync();
    apply(view, true);
    assertThat(view.age()).as("while it begins anew").contains(Duration.ofSeconds(2));
  }

  @Test
  void whatDoesNotFitIsNotHeldInPart() {
    DocumentView small = view(1_000);
    put("a", "{}");
    resync();
    synced();
    assertThat(apply(small, true)).isTrue();
    put("b", "{\"s\":\"" + "x".repeat(1_000) + "\"}");
    assertThat(apply(small, true)).isFalse();
    assertThat(small.documents(Document.Reader.PLAIN)).isEmpty();
    assertThat(small.size()).isZero();
    assertThat(small.isWhole()).isFalse();
  }
}
