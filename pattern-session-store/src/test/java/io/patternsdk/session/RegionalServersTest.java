package io.patternsdk.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.session.regions.Token;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.server.PostgresServer;
import io.patternsdk.testkit.server.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A region on Redis and one on PostgreSQL: what one makes of a record, the other makes, too. */
class RegionalServersTest {
  private static final Eventually SOON = Eventually.within(Duration.ofSeconds(60));

  private static Backend open(String driver, String uri) {
    return DriverRegistry.load()
        .open(
            driver,
            BackendOptions.named(driver)
                .settings(Map.of("addresses", uri))
                .namespace("r" + Long.toString(System.nanoTime(), Character.MAX_RADIX)));
  }

  private static SessionStore store(Backend eu, Backend us, String local) {
    return SessionStore.builder()
        .secret(Stores.SECRET)
        .region("eu", eu)
        .region("us", us)
        .local(local)
        .start();
  }

  @Test
  void aSessionRoamsBetweenServersOfTwoKinds() {
    try (Backend eu = open("redis", RedisServer.shared().uri());
        Backend us = open("postgres", PostgresServer.shared().uri());
        SessionStore here = store(eu, us, "eu");
        SessionStore there = store(eu, us, "us")) {
      String id = here.create(NewSession.of("ann").with("cart", "book").with("gone", 1)).id();
      SOON.until(() -> there.find(id).isPresent());
      there.set(id, "theme", "dark");
      there.remove(id, List.of("gone"));
      Set<String> left = Set.of("cart", "theme");
      SOON.until(() -> here.peek(id).orElseThrow().attributes().keySet().equals(left));
      SOON.until(() -> here.regions().stream().allMatch(region -> region.waiting() == 0));
      SOON.until(() -> there.regions().stream().allMatch(region -> region.waiting() == 0));
      assertThat(here.repair("us").read()).isZero();
      SessionStore roaming = there.following(Token.none());
      assertThat(roaming.delete(id)).isTrue();
      assertThat(here.following(roaming.token()).peek(id)).isEmpty();
      SOON.until(() -> here.peek(id).isEmpty());
    }
  }
}
