package io.patternsdk.core.document;

import static io.patternsdk.core.filter.Filters.eq;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Clock;
import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.filter.Filters;
import io.patternsdk.core.keyvalue.DocumentRequest.Order;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DocumentIndexTest {
  private static final List<String> FIELDS = List.of("role", "in.zone");

  private final WallClock clock = new WallClock();
  private final CountingStore store = new CountingStore();
  private final AtomicLong writings = new AtomicLong();
  private final DocumentIndex index = index();
  private final Documents indexed = Documents.over(store.capabilities(), "d:").index(index).open();
  private final Documents scanned = Documents.over(store.capabilities(), "d:").open();

  private DocumentIndex index() {
    return DocumentIndex.of(store.capabilities(), "d:", FIELDS, clock).orElseThrow();
  }

  @Test
  void aSelectiveFilterReadsWhatItSelects() {
    for (int i = 0; i < 10_000; i++) {
      put("k" + i, "\"role\":\"r" + i % 1_000 + "\",\"in\":{\"zone\":" + i % 3 + "}");
    }
    assertThat(index.maintain()).isTrue();
    for (Filter filter :
        List.of(
            eq("role", "r7"),
            Filters.and(List.of(eq("role", "r7"), eq("in.zone", 1))),
            Filters.and(List.of(Filters.exists("role"), eq("role", "r7"))))) {
      store.reads.set(0);
      assertThat(keys(indexed, filter)).isEqualTo(keys(scanned, filter)).isNotEmpty();
      assertThat(store.reads.get()).as("%s", filter).isBetween(10L, 10_000L + 60);
    }
    store.reads.set(0);
    assertThat(keys(indexed, eq("role", "r7"))).hasSize(10);
    assertThat(store.reads.get())
        .as("10 documents, 16 postings, the state")
        .isLessThanOrEqualTo(27);
  }

  @Test
  void whoFailsGivesTheTurnBack() {
    DocumentIndex mine = taking();
    DocumentIndex other = taking();
    store.fail(1);
    assertThatThrownBy(mine::maintain).isInstanceOf(BackendException.class);
    assertThat(other.maintain()).isTrue();
    store.fail(1);
    assertThat(mine.maintain()).as("without a look, which would fail").isTrue();
    clock.advance(Duration.ofMinutes(10));
    assertThatThrownBy(mine::maintain).isInstanceOf(BackendException.class);
  }

  private DocumentIndex taking() {
    return DocumentIndex.of(store.withTtl(clock), "d:", FIELDS, clock).orElseThrow();
  }

  @Test
  void valuesThatAreEqualAreFoundHoweverTheyAreWritten() {
    index.maintain();
    for (String one : List.of("1", "1.0", "10e-1", "\"1\"", "true", "null", "[1]", "-0", "0.0")) {
      put("k" + one, "\"role\":" + one);
    }
    for (Object value : new Object[] {1, "1", true, 0, List.of(1)}) {
      assertThat(keys(indexed, eq("role", value))).isEqualTo(keys(scanned, eq("role", value)));
    }
    Filter in = Filters.in("role", 1, "1", null);
    assertThat(keys(indexed, in)).isEqualTo(keys(scanned, in)).hasSize(5);
  }

  @Test
  void whatWasThereBeforeIsScannedForUntilItIsListed() {
    store.set("d:before", document("\"role\":\"a\""));
    assertThat(keys(indexed, eq("role", "a"))).containsExactly("d:before");
    assertThat(index.maintain()).isTrue();
    store.reads.set(0);
    assertThat(keys(indexed, eq("role", "a"))).containsExactly("d:before");
    assertThat(store.reads.get()).isEqualTo(3);
  }

  @Test
  void whatOthersStoredWithoutTheIndexIsListedWithTheNextLook() {
    index.maintain();
    store.set("d:theirs", document("\"role\":\"a\""));
    assertThat(index.maintain()).isTrue();
    assertThat(keys(indexed, eq("role", "a"))).containsExactly("d:theirs");
  }

  @Test
  void aValueOfTooManyIsScannedFor() {
    index.maintain();
    for (int i = 0; i < 40_000; i++) {
      put("k" + i, "\"role\":\"common\"");
    }
    put("other", "\"role\":\"rare\"");
    DocumentFind first =
        new DocumentFind(eq("role", "common"), Order.BY_KEY, 1, Optional.empty(), true);
    assertThat(indexed.find(first).total()).hasValue(40_000);
    assertThat(keys(indexed, eq("role", "rare"))).containsExactly("d:other");
    assertThat(index.maintain()).isTrue();
  }

  @Test
  void whatIsGoneIsStruckWhenItCannotBeOnItsWayAnyMore() {
    index.maintain();
    put("expired", "\"role\":\"a\"");
    store.delete("d:expired");
    index.adding("d:crashed", document("\"role\":\"b\""));
    index.maintain();
    assertThat(store.count("index:d:p:")).as("they may be on their way").isEqualTo(2);
    clock.advance(Duration.ofMinutes(11));
    index.maintain();
    assertThat(store.count("index:d:p:")).isZero();
  }

  @Test
  void anIndexThatCannotBeReadIsScannedPast() {
    index.maintain();
    put("k", "\"role\":\"a\"");
    store.keys("index:d:").toList().forEach(key -> store.set(key, new byte[] {9}));
    assertThat(keys(indexed, eq("role", "a"))).containsExactly("d:k");
  }

  @Test
  void randomHistoriesAreFoundAsAScanFindsThem() {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      index.maintain();
      for (int step = 0; step < 200; step++) {
        String key = "k" + random.nextInt(20);
        switch (random.nextInt(8)) {
          case 0 -> remove(key);
          case 1 -> store.delete("d:" + key); // its TTL has run out
          case 2 -> index.adding("d:" + key, document("\"role\":" + random.nextInt(5)));
          case 3 -> clock.advance(Duration.ofMinutes(random.nextInt(20)));
          case 4 -> assertThat(index().maintain()).isTrue();
          default -> put(key, "\"role\":" + random.nextInt(5) + ",\"in\":{\"zone\":\"z\"}");
        }
        Filter filter = eq("role", random.nextInt(5));
        assertThat(keys(indexed, filter)).as("seed %s", seed).isEqualTo(keys(scanned, filter));
      }
    }
  }

  @Test
  void whatIsStoredIsFoundWhileOthersStoreAndRemoveTheSameKeys() throws InterruptedException {
    index.maintain();
    AtomicBoolean stop = new AtomicBoolean();
    List<Throwable> failures = new ArrayList<>();
    List<Thread> others = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Random random = new Random(i);
      others.add(
          Thread.ofVirtual()
              .uncaughtExceptionHandler((thread, e) -> failures.add(e))
              .start(() -> disturb(stop, random)));
    }
    for (int i = 0; i < 2_000; i++) {
      put("mine", "\"role\":" + i % 3);
      assertThat(keys(indexed, eq("role", i % 3))).contains("d:mine");
    }
    stop.set(true);
    for (Thread other : others) {
      other.join();
    }
    assertThat(failures).isEmpty();
    for (int role = 0; role < 3; role++) {
      assertThat(keys(indexed, eq("role", role))).isEqualTo(keys(scanned, eq("role", role)));
    }
  }

  private void disturb(AtomicBoolean stop, Random random) {
    while (!stop.get()) {
      switch (random.nextInt(4)) {
        case 0 -> remove("shared");
        case 1 -> index.maintain();
        default -> put("shared", "\"role\":" + random.nextInt(3));
      }
      Thread.yield();
    }
  }

  /** Stores as whoever uses an index does. */
  private void put(String key, String members) {
    byte[] document = document(members);
    Optional<byte[]> before = read("d:" + key);
    index.adding("d:" + key, document);
    store.set("d:" + key, document);
    before.ifPresent(old -> index.removed("d:" + key, old));
  }

  private void remove(String key) {
    Optional<byte[]> before = read("d:" + key);
    store.delete("d:" + key);
    before.ifPresent(old -> index.removed("d:" + key, old));
  }

  private Optional<byte[]> read(String key) {
    return store.getVersioned(key).map(one -> one.value());
  }

  private byte[] document(String members) {
    return ("{\"w\":" + writings.incrementAndGet() + "," + members + "}").getBytes(UTF_8);
  }

  private static TreeSet<String> keys(Documents documents, Filter filter) {
    TreeSet<String> keys = new TreeSet<>();
    documents.find(DocumentFind.all(filter)).documents().forEach(one -> keys.add(one.key()));
    return keys;
  }

  /** A clock that goes on by hand. */
  private static final class WallClock implements Clock {
    private volatile Instant now = Instant.parse("2026-01-31T00:00:00Z");

    void advance(Duration duration) {
      now = now.plus(duration);
    }

    @Override
    public Instant now() {
      return now;
    }

    @Override
    public long nanoTime() {
      return Duration.between(Instant.EPOCH, now).toNanos();
    }

    @Override
    public void sleep(Duration duration) {
      advance(duration);
    }
  }
}
