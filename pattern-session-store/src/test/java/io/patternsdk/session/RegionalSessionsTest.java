package io.patternsdk.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.OperationException;
import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.json.JsonValue;
import io.patternsdk.session.SessionEvent.Reason;
import io.patternsdk.session.regions.WriteReport;
import io.patternsdk.testkit.Eventually;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions of users who roam between regions whose clocks differ by 3 s. */
class RegionalSessionsTest {
  private static final Eventually SOON = Eventually.within(Duration.ofSeconds(60));

  private RegionalStores stores = new RegionalStores(b -> b, "eu", "us", "ap");

  @AfterEach
  void close() {
    stores.close();
  }

  private void again(RegionalStores other) {
    stores.close();
    stores = other;
  }

  private static JsonValue text(String value) {
    return JsonValue.of(value);
  }

  @Test
  void aSessionIsThereInEveryRegion() {
    String id = stores.in("eu").create(NewSession.of("ann").with("cart", "book")).id();
    stores.settle();
    for (String region : Set.of("eu", "us", "ap")) {
      assertThat(stores.in(region).peek(id).orElseThrow().attribute("cart")).contains(text("book"));
      assertThat(stores.in("eu").get(region, id)).isPresent();
      assertThat(stores.in(region).list("ann", 10, Optional.empty()).sessions()).hasSize(1);
    }
    assertThatThrownBy(() -> stores.in("eu").get("mars", id))
        .isInstanceOf(SessionException.class)
        .hasMessageContaining("[eu, us, ap]");
  }

  @Test
  void regionsThatAreCutOffLoseNoAttribute() {
    String id = stores.in("eu").create(NewSession.empty()).id();
    stores.settle();
    stores.cut("us", true);
    stores.in("us").set(id, "of us", 1);
    stores.in("eu").set(id, "of eu", 2);
    stores.in("us").set(id, "both", "us, whose clock is ahead");
    stores.in("eu").set(id, "both", "eu");
    SOON.until(() -> stores.status("us", "eu").lastFailure().isPresent());
    assertThat(stores.status("us", "eu").waiting()).isPositive();
    assertThat(stores.in("eu").peek(id).orElseThrow().attributes()).hasSize(2);
    stores.cut("us", false);
    stores.settle();
    for (String region : Set.of("eu", "us", "ap")) {
      assertThat(stores.in(region).peek(id).orElseThrow().attributes())
          .containsOnlyKeys("of us", "of eu", "both")
          .containsEntry("both", text("us, whose clock is ahead"));
    }
  }

  @Test
  void aDeadRegionIsNamedAndHoldsUpNobody() {
    stores.cut("us", true);
    String id = stores.in("eu").create(NewSession.empty()).id();
    WriteReport report = stores.in("eu").replicate(id);
    assertThat(report.reached()).containsExactly("ap", "eu");
    assertThat(report.failed()).containsOnlyKeys("us");
    assertThat(report.failed().get("us")).contains("cut off on purpose");
    assertThatThrownBy(() -> stores.in("eu").get("us", id))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("cut off on purpose");
    SOON.until(() -> stores.status("eu", "us").lastFailure().isPresent());
    stores.clock("eu").advance(Duration.ofSeconds(2));
    assertThat(stores.status("eu", "us").lag()).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    stores.cut("us", false);
    stores.settle();
    assertThat(stores.in("us").peek(id)).isPresent();
    assertThat(stores.in("eu").replicate(id).complete()).isTrue();
  }

  @Test
  void aStalledRegionStarvesNoOther() {
    stores.way("eu", "us").stalled = new CountDownLatch(1);
    for (int i = 0; i < 200; i++) {
      String id = stores.in("eu").create(NewSession.empty().with("i", i)).id();
      stores.in("eu").set(id, "more", i);
    }
    String last = stores.in("eu").create(NewSession.empty()).id();
    SOON.until(() -> stores.in("ap").peek(last).isPresent());
    SOON.until(() -> stores.status("eu", "ap").waiting() == 0);
    assertThat(stores.status("eu", "us").waiting()).isEqualTo(201);
    assertThat(stores.in("us").peek(last)).isEmpty();
    stores.way("eu", "us").stalled.countDown();
    stores.settle();
    assertThat(stores.in("us").peek(last)).isPresent();
  }

  @Test
  void whatDoesNotFitIsSentWhole() {
    again(new RegionalStores(b -> b.replicationBuffer(64 << 10), "eu", "us"));
    stores.cut("us", true);
    String id = stores.in("eu").create(NewSession.empty().with("small", 1)).id();
    stores.in("eu").set(id, "large", "x".repeat(60_000));
    stores.in("eu").set(id, "other", "y".repeat(60_000));
    assertThat(stores.status("eu", "us").shortened()).isPositive();
    assertThat(stores.status("eu", "us").missed()).isZero();
    stores.cut("us", false);
    stores.settle();
    assertThat(stores.in("us").peek(id).orElseThrow().attributes())
        .containsOnlyKeys("small", "large", "other");
  }

  @Test
  void anEndIsFinalInEveryRegionAndToldOnce() {
    String id = stores.in("eu").create(NewSession.of("ann")).id();
    stores.settle();
    assertThat(stores.in("us").delete(id)).isTrue();
    assertThatThrownBy(() -> stores.in("us").set(id, "late", 1))
        .isInstanceOf(SessionException.class);
    stores.settle();
    for (String region : Set.of("eu", "us", "ap")) {
      assertThat(stores.in(region).peek(id)).isEmpty();
      assertThat(stores.in(region).delete(id)).isFalse();
    }
    assertThat(stores.events)
        .singleElement()
        .satisfies(event -> assertThat(event.id()).isEqualTo(id))
        .satisfies(event -> assertThat(event.reason()).isEqualTo(Reason.DELETED))
        .satisfies(event -> assertThat(event.principal()).contains("ann"));
  }

  @Test
  void ofEndsInRegionsThatAreCutOffHomeDecidesOne() {
    String id = stores.in("eu").create(NewSession.of("ann")).id();
    stores.settle();
    stores.cut("us", true);
    assertThat(stores.in("us").logoutEverywhere("ann")).isOne();
    assertThat(stores.events).isEmpty();
    assertThat(stores.in("eu").delete(id)).isTrue();
    stores.cut("us", false);
    stores.settle();
    assertThat(stores.events).extracting(SessionEvent::reason).containsExactly(Reason.DELETED);
  }

  @Test
  void whoIsLoggedOutEverywhereIsSoInRegionsWhoseSessionsAreNotKnownYet() {
    stores.way("us", "eu").refusing = true;
    stores.way("us", "ap").refusing = true;
    String unknown = stores.in("us").create(NewSession.of("ann")).id();
    assertThat(stores.in("eu").logoutEverywhere("ann")).isZero();
    for (String region : Set.of("eu", "us", "ap")) {
      stores.clock(region).advance(Duration.ofSeconds(1));
    }
    String later = stores.in("us").create(NewSession.of("ann")).id();
    SOON.until(() -> stores.in("us").peek(unknown).isEmpty());
    stores.way("us", "eu").refusing = false;
    stores.way("us", "ap").refusing = false;
    stores.settle();
    for (String region : Set.of("eu", "us", "ap")) {
      assertThat(stores.in(region).peek(unknown)).isEmpty();
      assertThat(stores.in(region).peek(later)).isPresent();
    }
    assertThat(stores.events)
        .singleElement()
        .satisfies(event -> assertThat(event.id()).isEqualTo(unknown))
        .satisfies(event -> assertThat(event.reason()).isEqualTo(Reason.LOGGED_OUT))
        .satisfies(event -> assertThat(event.principal()).contains("ann"));
  }

  @Test
  void aSessionThatIsUsedElsewhereDoesNotExpireAtHome() {
    again(new RegionalStores(b -> b.idle(Duration.ofMinutes(10)), "eu", "us"));
    String id = stores.in("eu").create(NewSession.empty()).id();
    stores.settle();
    stores.cut("us", true);
    for (int i = 0; i < 3; i++) {
      stores.clock("eu").advance(Duration.ofMinutes(5));
      stores.clock("us").advance(Duration.ofMinutes(5));
      assertThat(stores.in("us").find(id)).isPresent();
    }
    assertThat(stores.in("eu").peek(id)).isEmpty();
    stores.cut("us", false);
    stores.settle();
    assertThat(stores.in("eu").peek(id)).isPresent();
    assertThat(stores.events).isEmpty();
    stores.clock("us").advance(Duration.ofMinutes(12));
    stores.clock("eu").advance(Duration.ofMinutes(12));
    SOON.until(
        () -> {
          stores.clock("eu").advance(Duration.ofSeconds(10));
          return !stores.events.isEmpty();
        });
    assertThat(stores.events).extracting(SessionEvent::reason).containsExactly(Reason.EXPIRED);
  }

  @Test
  void regionsAreComparedOnRequest() {
    String id = stores.in("eu").create(NewSession.empty()).id();
    stores.settle();
    stores.way("eu", "us").refusing = true;
    stores.in("eu").set(id, "a", 1);
    assertThat(stores.in("us").repair("eu").repaired()).isOne();
    assertThat(stores.in("us").peek(id).orElseThrow().attributes()).containsOnlyKeys("a");
    assertThatThrownBy(() -> stores.in("us").repair("us")).isInstanceOf(SessionException.class);
  }

  @Test
  void regionsAreComparedNowAndThen() {
    String id = stores.in("eu").create(NewSession.empty()).id();
    stores.settle();
    stores.way("eu", "us").refusing = true;
    stores.in("eu").set(id, "a", 1);
    SOON.until(
        () -> {
          stores.clock("us").advance(Duration.ofSeconds(10));
          return stores.in("us").peek(id).orElseThrow().attributes().containsKey("a");
        });
  }

  @Test
  void theOwnRegionHasToBeNamed() {
    SessionStoreBuilder builder =
        SessionStore.builder()
            .secret(Stores.SECRET)
            .region("eu", stores.backend("eu"))
            .region("us", stores.backend("us"));
    assertThatThrownBy(builder::build)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("local")
        .hasMessageContaining("one of eu, us");
    assertThatThrownBy(builder.settings(Map.of("local", "mars"))::build)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("is none of the regions");
  }
}
