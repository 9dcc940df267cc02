package io.patternsdk.core.stream.coordination;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.stream.Retention;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StreamCatalogTest {
  private final CasStore store = new CasStore();
  private final StreamCatalog catalog = new StreamCatalog(store, 4);

  @Test
  void theFirstUseFixesThePartitions() {
    assertThat(catalog.partitions("orders")).isEqualTo(4);
    assertThat(new StreamCatalog(store, 8).partitions("orders")).isEqualTo(4);
    assertThat(new StreamCatalog(store, 8).partitions("bills")).isEqualTo(8);
  }

  @Test
  void partitionsAreReadOnce() {
    catalog.partitions("orders");
    store.down(true);

    assertThat(catalog.partitions("orders")).isEqualTo(4);
  }

  @Test
  void boundsAreEverybodys() {
    Retention bounds =
        Retention.forever().maxRecords(7).maxAge(Duration.ofNanos(1_000_001)).evenUnread();

    catalog.retain("orders", bounds);

    assertThat(new StreamCatalog(store, 4).retention("orders"))
        .isEqualTo(bounds.maxAge(Duration.ofMillis(2)));
    assertThat(catalog.retention("bills")).isEqualTo(Retention.forever());
  }

  @Test
  void boundsAreReplacedAndTheRestIsKept() {
    catalog.addGroup("orders", "billing");
    catalog.retain("orders", Retention.forever().maxRecords(7));
    catalog.retain("orders", Retention.forever().maxAge(Duration.ofDays(1)));

    assertThat(catalog.retention("orders"))
        .isEqualTo(Retention.forever().maxAge(Duration.ofDays(1)));
    assertThat(catalog.groups("orders")).containsExactly("billing");
    assertThat(catalog.partitions("orders")).isEqualTo(4);
  }

  @Test
  void groupsThatAreAddedAtOnceAreAllThere() throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 20)
          .forEach(
              i ->
                  threads.submit(
                      () -> {
                        start.await();
                        catalog.addGroup("orders", "group-" + i);
                        return null;
                      }));
      start.countDown();
    }

    assertThat(catalog.groups("orders")).hasSize(20);
  }

  @Test
  void aLostAnswerIsAskedFor() {
    store.loseAnswers(1);
    catalog.addGroup("orders", "billing");

    assertThat(catalog.groups("orders")).containsExactly("billing");
  }

  @Test
  void aLostRequestIsTold() {
    store.loseRequests(1);

    assertThatThrownBy(() -> catalog.addGroup("orders", "billing"))
        .isInstanceOfSatisfying(
            BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.TIMED_OUT));
  }

  @Test
  void whatANewerReleaseAddedIsKept() {
    store.setIfAbsent("s/orders", "{\"v\":1,\"partitions\":2,\"later\":true}".getBytes(UTF_8));

    catalog.retain("orders", Retention.forever().maxRecords(7));

    assertThat(store.getVersioned("s/orders").orElseThrow().value())
        .asString(UTF_8)
        .contains("\"later\":true");
  }

  @Test
  void anotherLayoutIsRefused() {
    store.setIfAbsent("s/orders", "{\"v\":2}".getBytes(UTF_8));

    assertThatThrownBy(() -> catalog.partitions("orders")).hasMessageContaining("layout 2");
  }

  @Test
  void whatIsNoEntryIsCorrupt() {
    store.setIfAbsent("s/orders", "[]".getBytes(UTF_8));

    assertThatThrownBy(() -> catalog.partitions("orders"))
        .isInstanceOfSatisfying(
            BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CORRUPT));
  }
}
