package io.patternsdk.lifecycle;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Health;
import io.patternsdk.core.pattern.MemberState;
import io.patternsdk.core.pattern.Slot;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HealthWatchTest {
  private final Stage stage = new Stage();

  private static long looks(FakeBackend backend) {
    return backend.events.stream().filter(event -> event.startsWith("health")).count();
  }

  private void oneInterval(Duration interval) {
    stage.clock.awaitSleepers(1);
    stage.clock.advance(interval);
    stage.clock.awaitSleepers(1);
  }

  @Test
  void itLooksOnceInEachInterval() {
    try (var running = stage.start(Stage.yaml(", lifecycle: {health_check_interval: 10s}"))) {
      assertThat(running.health().ready()).isTrue();
      assertThat(looks(stage.fake)).isZero();
      oneInterval(Duration.ofSeconds(9));
      assertThat(looks(stage.fake)).isZero();
      oneInterval(Duration.ofSeconds(1));
      oneInterval(Duration.ofSeconds(10));
      assertThat(looks(stage.fake)).isEqualTo(2);
    }
  }

  @Test
  void aBackendThatIsDownMakesItUnreadyAndNotDead() {
    try (var running = stage.start(Stage.yaml(""))) {
      stage.fake.health = () -> Health.down("connection refused");
      oneInterval(Duration.ofSeconds(10));
      assertThat(running.health().ready()).isFalse();
      assertThat(running.health().alive()).isTrue();
      assertThat(running.health().reason())
          .isEqualTo("registry (fake) is down: connection refused");
      stage.fake.health = Health::up;
      oneInterval(Duration.ofSeconds(10));
      assertThat(running.health().ready()).isTrue();
      assertThat(running.health().reason()).isEmpty();
    }
  }

  @Test
  void aDriverThatThrowsIsDown() {
    try (var running = stage.start(Stage.yaml(""))) {
      stage.fake.health =
          () -> {
            throw new IllegalStateException("broken");
          };
      oneInterval(Duration.ofSeconds(10));
      MemberState state = running.health().slots().getFirst().state();
      assertThat(state.status()).isEqualTo(MemberState.Status.DOWN);
      assertThat(state.reason()).isEqualTo("java.lang.IllegalStateException: broken");
    }
  }

  @Test
  void anOptionalSlotThatIsDownDoesNotMatter() {
    FakeBackend other = new FakeBackend("other");
    var provider =
        new FakePattern.Provider(
            Slot.required("registry", KEYVALUE_BASIC), Slot.optional("durability", KEYVALUE_BASIC));
    String yaml = "fake: {backends: {registry: {driver: fake}, durability: {driver: other}}}";
    try (var running = Stage.start(stage.with(other).runner(provider), yaml)) {
      other.health = () -> Health.down("gone");
      oneInterval(Duration.ofSeconds(10));
      assertThat(running.health().ready()).isTrue();
      assertThat(running.health().slots().get(1).state().usable()).isFalse();
    }
  }

  @Test
  void aBackendOfSeveralSlotsIsAskedOnce() {
    var provider =
        new FakePattern.Provider(
            Slot.required("registry", KEYVALUE_BASIC), Slot.required("more", KEYVALUE_BASIC));
    String yaml =
        "fake: {slots: {more: {backend: registry}}, backends: {registry: {driver: fake}}}";
    try (var running = Stage.start(stage.runner(provider), yaml)) {
      oneInterval(Duration.ofSeconds(10));
      assertThat(looks(stage.fake)).isEqualTo(1);
      assertThat(running.health().slots()).hasSize(2);
    }
  }

  @Test
  void aPatternThatIsDownMakesItUnready() {
    try (var running = stage.start(Stage.yaml(""))) {
      running.pattern().health = Health.down("no leader");
      oneInterval(Duration.ofSeconds(10));
      assertThat(running.health().ready()).isFalse();
      assertThat(running.health().reason()).isEqualTo("pattern: no leader");
    }
  }
}
