package io.patternsdk.multicast;

import static io.patternsdk.core.filter.Filters.all;
import static io.patternsdk.core.filter.Filters.eq;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.multicast.MulticastRegistryProvider.REGISTRY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.multicast.RegistryException.Code;
import io.patternsdk.multicast.watch.RegistryEvent.Gone;
import io.patternsdk.multicast.watch.RegistryEvent.Reason;
import io.patternsdk.multicast.watch.RegistryEvent.Resync;
import io.patternsdk.multicast.watch.RegistryEvent.Synced;
import io.patternsdk.multicast.watch.RegistryEvent.Unreadable;
import io.patternsdk.multicast.watch.RegistryWatch;
import io.patternsdk.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a watch of the registry says on any backend that has keyvalue_watch. */
abstract class WatchBehaviour extends RegistryOnBackends {
  private static final Filter UDP = eq("p", "udp");

  /** The shortest TTL of the backend, or one that is short. */
  Duration shortTtl() {
    return Duration.ofMillis(300);
  }

  private void put(String id, String protocol) {
    put(registry, id, protocol);
  }

  private static void put(MulticastRegistry where, String id, String protocol) {
    Identity unused = where.register(Registration.of(id).metadata(metadata(protocol)).replace());
  }

  private static JsonObject metadata(String protocol) {
    return JsonObject.builder().put("p", protocol).build();
  }

  private static Map<String, String> known(String protocol, String... ids) {
    Map<String, String> known = new TreeMap<>();
    List.of(ids).forEach(id -> known.put(id, metadata(protocol).toString()));
    return known;
  }

  @Test
  void aWatchOfNobodyIsSyncedAtOnce() {
    try (RegistryWatch watch = registry.watch(all())) {
      assertThat(new WatchedIdentities(watch).current().events)
          .containsExactly(new Resync(), new Synced());
    }
  }

  @Test
  void whoMatchesComesFirstAndThenWhatBecomesOfThem() {
    put("a", "udp");
    put("b", "tcp");
    MulticastRegistry other = backends.registry();
    try (RegistryWatch watch = registry.watch(UDP)) {
      WatchedIdentities view = new WatchedIdentities(watch).current();
      assertThat(view.events).hasSize(3).startsWith(new Resync()).endsWith(new Synced());
      assertThat(view.metadata).isEqualTo(known("udp", "a"));
      put(other, "c", "udp");
      put(other, "b", "udp");
      put(other, "d", "tcp");
      assertThat(view.current().metadata).isEqualTo(known("udp", "a", "b", "c"));
      put(other, "a", "tcp");
      assertThat(view.current().metadata).isEqualTo(known("udp", "b", "c"));
      assertThat(view.gone()).contains(new Gone("a", Reason.UNMATCHED));
      assertThat(other.unregister("c")).isTrue();
      assertThat(view.current().metadata).isEqualTo(known("udp", "b"));
      assertThat(view.gone().getLast().id()).isEqualTo("c");
      assertThat(view.gone().getLast().reason()).isIn(Reason.UNREGISTERED, Reason.UNKNOWN);
      assertThat(view.resyncs()).isEqualTo(1);
    }
  }

  @Test
  void whoseTtlHasRunOutIsGone() {
    try (RegistryWatch watch = registry.watch(all())) {
      WatchedIdentities view = new WatchedIdentities(watch);
      registry.register(Registration.of("short").ttl(shortTtl()));
      put("stays", "udp");
      Eventually.within(Duration.ofMinutes(1))
          .check(() -> assertThat(view.current().metadata).isEqualTo(known("udp", "stays")));
      assertThat(view.gone()).extracting(Gone::reason).doesNotContain(Reason.UNREGISTERED);
    }
  }

  @Test
  void nothingIsMissedBetweenTheListAndWhatFollows() throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      put("id" + i, i % 2 == 0 ? "udp" : "tcp");
    }
    MulticastRegistry other = backends.registry();
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Random random = new Random(i);
      writers.add(Thread.ofVirtual().start(() -> change(other, random)));
    }
    try (RegistryWatch watch = registry.watch(UDP)) {
      WatchedIdentities view = new WatchedIdentities(watch);
      while (writers.stream().anyMatch(Thread::isAlive)) {
        var unused = view.poll(7, Duration.ofMillis(10));
      }
      for (Thread writer : writers) {
        writer.join();
      }
      Map<String, String> stored = new TreeMap<>();
      registry
          .enumerate(Enumeration.matching(UDP).limit(1_000))
          .identities()
          .forEach(each -> stored.put(each.id(), each.metadata().toString()));
      assertThat(view.current().metadata).isEqualTo(stored);
    }
  }

  private static void change(MulticastRegistry where, Random random) {
    for (int i = 0; i < 100; i++) {
      String id = "id" + random.nextInt(130);
      switch (random.nextInt(3)) {
        case 0 -> put(where, id, "udp");
        case 1 -> put(where, id, "tcp");
        default -> {
          boolean unused = where.unregister(id);
        }
      }
    }
  }

  @Test
  void whoGoesOnAfterATokenMissesNothingAndDoesNotBeginAnew() {
    for (String id : List.of("stays", "leaves", "changes")) {
      put(id, "udp");
    }
    WatchedIdentities before;
    try (RegistryWatch watch = registry.watch(UDP)) {
      before = new WatchedIdentities(watch).current();
    }
    assertThat(registry.unregister("leaves")).isTrue();
    put("changes", "tcp");
    put("comes", "udp");
    try (RegistryWatch watch = backends.registry().watch(UDP, before.token())) {
      WatchedIdentities view = WatchedIdentities.resumed(watch, before).current();
      assertThat(view.metadata).isEqualTo(known("udp", "stays", "comes"));
      assertThat(view.resyncs()).isZero();
    }
  }

  @Test
  void theTokenOfAnotherFilterOrOfNobodyBeginsAnew() {
    put("a", "udp");
    put("b", "tcp");
    String token;
    try (RegistryWatch watch = registry.watch(UDP)) {
      token = new WatchedIdentities(watch).current().token();
    }
    for (String after : List.of(token, "", "no-token", "1", "\u00e9 \n")) {
      try (RegistryWatch watch = registry.watch(eq("p", "tcp"), after)) {
        WatchedIdentities view = new WatchedIdentities(watch).current();
        assertThat(view.metadata).isEqualTo(known("tcp", "b"));
        assertThat(view.events).startsWith(new Resync());
      }
    }
  }

  @Test
  void whatCannotBeReadIsNamedAndHidesNobody() {
    put("a", "udp");
    try (RegistryWatch watch = registry.watch(UDP)) {
      WatchedIdentities view = new WatchedIdentities(watch).current();
      backends
          .in(REGISTRY)
          .capabilities("test", List.of())
          .require(KEYVALUE_BASIC)
          .set("identity:a", "no identity".getBytes(UTF_8));
      put("b", "udp");
      assertThat(view.current().metadata).isEqualTo(known("udp", "b"));
      assertThat(view.events).contains(new Unreadable("a"));
    }
  }

  @Test
  void aWatchEndsWithTheRegistry() {
    MulticastRegistry other = backends.registry();
    try (RegistryWatch watch = other.watch(all())) {
      WatchedIdentities view = new WatchedIdentities(watch).current();
      other.shutdown(Deadline.after(Duration.ofMinutes(1)));
      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(() -> view.poll(1, Duration.ZERO))
          .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.CLOSED));
    }
    refused(Code.NOT_RUNNING, () -> other.watch(all()));
  }
}
