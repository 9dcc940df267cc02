package io.patternsdk.multicast;

import static io.patternsdk.core.filter.Filters.all;
import static io.patternsdk.core.filter.Filters.and;
import static io.patternsdk.core.filter.Filters.eq;
import static io.patternsdk.core.filter.Filters.gt;
import static io.patternsdk.core.filter.Filters.in;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A view of the registry answers as the backend does, on any that has keyvalue_watch. */
abstract class ViewBehaviour extends RegistryOnBackends {
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(2));
  private static final List<Filter> FILTERS =
      List.of(
          all(),
          eq("p", "udp"),
          in("p", "tcp", "none"),
          and(eq("p", "udp"), gt("n", 4)),
          gt("n", 6));

  private MulticastRegistry viewing() {
    return backends.registry(
        Map.of(
            "view_size", "64MiB", "view_max_staleness", "1h", "indexed_fields", List.of("p", "n")));
  }

  private static void change(MulticastRegistry where, Random random) {
    for (int i = 0; i < 80; i++) {
      String id = "id" + random.nextInt(60);
      if (random.nextInt(3) == 0) {
        boolean unused = where.unregister(id);
      } else {
        JsonObject metadata =
            JsonObject.builder()
                .put("p", random.nextBoolean() ? "udp" : "tcp")
                .put("n", random.nextInt(10))
                .build();
        Identity unused = where.register(Registration.of(id).metadata(metadata).replace());
      }
    }
  }

  /** All pages of several listings, which say where they came from. */
  private static List<Object> pages(MulticastRegistry from, boolean view) {
    List<Object> pages = new ArrayList<>();
    for (Filter filter : FILTERS) {
      for (String sort : List.of("n", "id")) {
        Enumeration asked = Enumeration.matching(filter).sortedBy(sort, true).limit(7);
        Optional<String> cursor = Optional.empty();
        do {
          Listing page = from.enumerate(cursor.map(asked::after).orElse(asked));
          assertThat(page.staleness().isPresent()).isEqualTo(view);
          pages.add(List.of(page.identities(), page.total(), page.next(), page.unreadable()));
          cursor = page.next();
        } while (cursor.isPresent());
      }
    }
    return pages;
  }

  @Test
  void afterAnyHistoryTheViewAnswersAsTheBackendDoes() throws InterruptedException {
    MulticastRegistry viewing = viewing();
    MulticastRegistry other = backends.registry();
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Random random = new Random(i);
      writers.add(Thread.ofVirtual().start(() -> change(other, random)));
    }
    SOON.until(() -> viewing.enumerate(Enumeration.all()).staleness().isPresent());
    for (Thread writer : writers) {
      while (writer.isAlive()) {
        assertThat(viewing.enumerate(Enumeration.all().limit(100)).identities())
            .extracting(Identity::id)
            .doesNotHaveDuplicates();
      }
      writer.join();
    }
    List<Object> truth = pages(registry, false);
    SOON.check(() -> assertThat(pages(viewing, true)).isEqualTo(truth));
  }

  @Test
  void aMulticastGoesToWhomTheViewSelects() {
    registry.register(Registration.of("a").metadata(json("{\"p\":\"udp\"}")));
    registry.register(Registration.of("b").metadata(json("{\"p\":\"tcp\"}")));
    MulticastRegistry viewing = viewing();
    SOON.until(() -> viewing.enumerate(Enumeration.all()).staleness().isPresent());
    MulticastReport report = viewing.multicast(Multicast.to(eq("p", "udp"), "x"));
    assertThat(report.outcomes()).extracting(o -> o.identity()).containsExactly("a");
    assertThat(report.staleness()).isPresent();
    MulticastReport exact =
        viewing.multicast(Multicast.to(eq("p", "udp"), "x").maxStaleness(Duration.ZERO));
    assertThat(exact.staleness()).isEmpty();
  }

  private static JsonObject json(String text) {
    return JsonObject.parse(text);
  }
}
