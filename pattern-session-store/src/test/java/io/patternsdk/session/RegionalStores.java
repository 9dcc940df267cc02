package io.patternsdk.session;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.layer.Call;
import io.patternsdk.core.layer.Interceptor;
import io.patternsdk.core.layer.Invocation;
import io.patternsdk.core.layer.Layer;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Site;
import io.patternsdk.session.regions.RegionStatus;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** A store in each of some embedded regions, each of which reaches all, unless it is cut off. */
final class RegionalStores implements AutoCloseable {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final Map<String, MovableClock> clocks = new HashMap<>();
  private final Map<String, Backend> backends = new HashMap<>();
  private final Map<String, Cut> ways = new HashMap<>();
  private final Map<String, SessionStore> stores = new HashMap<>();
  private final List<AutoCloseable> opened = new ArrayList<>();
  final List<SessionEvent> events = new CopyOnWriteArrayList<>();

  /** What happens to calls on the way from one region to another. */
  static final class Cut implements Layer {
    final AtomicLong calls = new AtomicLong();
    volatile boolean refusing;
    volatile CountDownLatch stalled = new CountDownLatch(0);

    @Override
    public Interceptor bind(Site site, Operation operation) {
      return new Interceptor() {
        @Override
        public <T> T call(Invocation invocation, Call<T> next) {
          calls.incrementAndGet();
          if (refusing) {
            throw new BackendException(
                ErrorKind.UNAVAILABLE, Effect.NONE, "cut off on purpose", null);
          }
          try {
            stalled.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackendException(ErrorKind.CANCELLED, "stalled on purpose", e);
          }
          return next.run();
        }
      };
    }
  }

  RegionalStores(UnaryOperator<SessionStoreBuilder> settings, String... names) {
    for (String name : names) {
      MovableClock clock = MovableClock.at(START.plusSeconds(3L * clocks.size()));
      clocks.put(name, clock);
      Backend backend =
          DriverRegistry.load().open("embedded", BackendOptions.named(name).clock(clock));
      backends.put(name, backend);
      opened.add(backend);
    }
    for (String own : names) {
      SessionStoreBuilder builder =
          SessionStore.builder().secret(Stores.SECRET).clock(clock(own)).local(own);
      for (String name : names) {
        Cut way = new Cut();
        ways.put(own + name, way);
        builder.region(name, backend(name), way);
      }
      SessionStore store = settings.apply(builder).build();
      store.onDestroyed(events::add);
      store.start();
      stores.put(own, store);
      opened.addFirst(store);
    }
  }

  SessionStore in(String region) {
    return Objects.requireNonNull(stores.get(region));
  }

  MovableClock clock(String region) {
    return Objects.requireNonNull(clocks.get(region));
  }

  Backend backend(String region) {
    return Objects.requireNonNull(backends.get(region));
  }

  /** Returns the way from a region to another. */
  Cut way(String from, String to) {
    return Objects.requireNonNull(ways.get(from + to));
  }

  /** Cuts a region off from all others, or connects it again. */
  void cut(String region, boolean off) {
    for (String other : stores.keySet()) {
      if (!other.equals(region)) {
        way(region, other).refusing = off;
        way(other, region).refusing = off;
      }
    }
  }

  RegionStatus status(String from, String of) {
    return in(from).regions().stream()
        .filter(status -> status.name().equals(of))
        .findFirst()
        .orElseThrow();
  }

  /** Moves the clocks until everything has been handed on. */
  void settle() {
    Eventually.within(Duration.ofSeconds(60))
        .until(
            () -> {
              clocks.values().forEach(clock -> clock.advance(Duration.ofMillis(50)));
              return stores.values().stream()
                  .flatMap(store -> store.regions().stream())
                  .allMatch(status -> status.waiting() == 0);
            });
  }

  @Override
  public void close() {
    ways.values().forEach(way -> way.stalled.countDown());
    for (AutoCloseable each : opened) {
      try {
        each.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
