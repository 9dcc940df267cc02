package io.patternsdk.multicast;

import static io.patternsdk.core.filter.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.driver.DriverProvider;
import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.keyvalue.KeyWatch;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.core.keyvalue.WatchBatch;
import io.patternsdk.core.keyvalue.WatchEvent;
import io.patternsdk.core.keyvalue.WatchToken;
import io.patternsdk.multicast.RegistryException.Code;
import io.patternsdk.multicast.watch.RegistryEvent;
import io.patternsdk.multicast.watch.RegistryEvent.Gone;
import io.patternsdk.multicast.watch.RegistryEvent.Present;
import io.patternsdk.multicast.watch.RegistryEvent.Reason;
import io.patternsdk.multicast.watch.RegistryEvent.Resync;
import io.patternsdk.multicast.watch.RegistryEvent.Synced;
import io.patternsdk.multicast.watch.RegistryWatch;
import io.patternsdk.testkit.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the registry makes of a watch of its keys, and what it says where there can be none. */
class IdentityWatchTest {
  private static final Filter UDP = eq("p", "udp");

  private final MovableClock clock = MovableClock.create();
  private final Scripted keys = new Scripted();
  private final RegistryWatch watch =
      new IdentityWatch(keys, UDP, WatchPosition.of(UDP), closed -> {});

  /** Returns one batch after the other, each after a second. */
  private final class Scripted implements KeyWatch {
    private final Deque<WatchBatch> batches = new ArrayDeque<>();

    void then(WatchEvent... events) {
      batches.add(new WatchBatch(List.of(events), new WatchToken("t"), true));
    }

    @Override
    public WatchBatch poll(int max, Duration wait) {
      clock.advance(Duration.ofSeconds(1));
      return batches.remove();
    }

    @Override
    public void close() {
      batches.clear();
    }
  }

  private static Identity identity(String id, String protocol) {
    JsonObject metadata = JsonObject.builder().put("p", protocol).build();
    Instant then = Instant.EPOCH;
    return new Identity(id, metadata, "t", false, then, Optional.empty(), Optional.empty());
  }

  private static WatchEvent put(String id, String protocol) {
    byte[] stored = IdentityCodec.encode(identity(id, protocol), false);
    return new WatchEvent.Put("identity:" + id, stored, new Version("1"));
  }

  private List<RegistryEvent> poll() {
    return watch.poll(10, Duration.ZERO).events();
  }

  @Test
  void whoNeverMatchedIsNotToldOfWhileTheListComes() {
    keys.then(new WatchEvent.Resync(), put("a", "tcp"), put("b", "udp"), new WatchEvent.Synced());
    assertThat(poll())
        .containsExactly(new Resync(), new Present(identity("b", "udp")), new Synced());
  }

  @Test
  void whoDoesNotMatchAnyMoreIsGoneBeforeTheListIsWhole() {
    keys.then(new WatchEvent.Resync(), put("a", "udp"));
    keys.then(put("a", "tcp"), put("b", "tcp"), new WatchEvent.Synced());
    assertThat(poll()).containsExactly(new Resync(), new Present(identity("a", "udp")));
    assertThat(poll()).containsExactly(new Gone("a", Reason.UNMATCHED), new Synced());
  }

  @Test
  void afterATokenWhoeverDoesNotMatchMayHaveBeenTold() {
    keys.then(put("a", "tcp"));
    assertThat(poll()).containsExactly(new Gone("a", Reason.UNMATCHED));
  }

  @Test
  void whatCameWhenTheTimeWasOverComesAgain() {
    keys.then(new WatchEvent.Resync(), put("a", "udp"), put("a", "tcp"));
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> Deadline.after(Duration.ofMillis(500), clock).run(this::poll))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.TIMED_OUT));
    assertThat(poll())
        .containsExactly(
            new Resync(), new Present(identity("a", "udp")), new Gone("a", Reason.UNMATCHED));
  }

  @Test
  void withoutTheCapabilityTheRefusalNamesThoseThatHaveIt() {
    try (Backends backends = Backends.redis()) {
      MulticastRegistry registry = backends.registry();
      assertThatExceptionOfType(RegistryException.class)
          .isThrownBy(() -> registry.watch(UDP))
          .satisfies(e -> assertThat(e.code()).isEqualTo(Code.UNSUPPORTED))
          .withMessageContaining("redis in slot registry does not have")
          .satisfies(e -> assertThat(String.valueOf(e.getMessage())).contains(thoseThatHaveIt()));
    }
  }

  private static List<String> thoseThatHaveIt() {
    return DriverRegistry.load().providers().stream()
        .filter(provider -> provider.canOffer().contains("keyvalue_watch"))
        .map(DriverProvider::name)
        .toList();
  }
}
