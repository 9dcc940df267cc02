package io.patternsdk.lifecycle;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.Envelope;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.pattern.Slot;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OpeningTest {
  private final Stage stage = new Stage();

  private static BackendException unavailable() {
    return new BackendException(ErrorKind.UNAVAILABLE, "connection refused");
  }

  @Test
  void aBackendIsOpenedAsTheFileSays() {
    stage
        .start(
            "fake: {backends: {registry: {driver: fake, namespace: ns, format: raw,"
                + " operation_timeout: 7s, config: {pool_size: 50}}}}")
        .close();
    DriverContext opened = stage.fake.opened.getFirst();
    assertThat(opened.backend()).isEqualTo("registry");
    assertThat(opened.namespace().name()).isEqualTo("ns");
    assertThat(opened.envelope()).isEqualTo(Envelope.raw());
    assertThat(opened.operationTimeout()).isEqualTo(Duration.ofSeconds(7));
    assertThat(opened.settings().integer("pool_size").orElse(0)).isEqualTo(50);
  }

  @Test
  void theNamespaceIsThePatternsNameUnlessTheFileSaysOtherwise() {
    stage.start(Stage.yaml("")).close();
    assertThat(stage.fake.opened.getFirst().namespace().name()).isEqualTo("fake");
  }

  @Test
  void anUnavailableBackendIsTriedAgainUntilItIsThere() {
    stage.fake.refusals.add(unavailable());
    stage.fake.refusals.add(unavailable());
    var starting = Stage.async(() -> stage.start(Stage.yaml("")));
    for (int i = 0; i < 2; i++) {
      stage.clock.awaitSleepers(1);
      stage.clock.advance(Duration.ofSeconds(1));
    }
    try (var running = starting.join()) {
      assertThat(stage.fake.events).filteredOn("open registry"::equals).hasSize(3);
      assertThat(running.health().phase()).isEqualTo(Phase.RUNNING);
    }
  }

  @Test
  void afterStartupTimeoutTheReasonIsGiven() {
    for (int i = 0; i < 100; i++) {
      stage.fake.refusals.add(unavailable());
    }
    var starting = Stage.async(() -> stage.start(Stage.yaml(", lifecycle: {startup_timeout: 3s}")));
    while (!starting.isDone()) {
      Stage.SOON.until(() -> starting.isDone() || stage.clock.sleepers() > 0);
      stage.clock.advance(Duration.ofSeconds(1));
    }
    assertThatThrownBy(starting::join)
        .hasCauseInstanceOf(UnavailableException.class)
        .hasMessageContaining("backend registry (fake): connection refused");
  }

  @Test
  void whatWillNotPassIsNotTriedAgain() {
    stage.fake.refusals.add(
        new BackendException(ErrorKind.PERMISSION_DENIED, Effect.NONE, "wrong password", null));
    assertThatThrownBy(() -> stage.start(Stage.yaml("")))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("wrong password");
    assertThat(stage.fake.events).containsExactly("open registry");
  }

  @Test
  void whatWasOpenedIsClosedWhenAnotherFails() {
    FakeBackend broken = new FakeBackend("broken");
    broken.refusals.add(new BackendException(ErrorKind.UNSUPPORTED, "too old"));
    String yaml = "fake: {backends: {a: {driver: fake}, b: {driver: broken}}}";
    var two =
        new FakePattern.Provider(
            Slot.required("a", KEYVALUE_BASIC), Slot.required("b", KEYVALUE_BASIC));
    assertThatThrownBy(() -> Stage.start(stage.with(broken).runner(two), yaml))
        .isInstanceOf(UnavailableException.class);
    assertThat(stage.fake.events).containsExactly("open a", "close a");
  }

  @Test
  void wrongSettingsOfDriversAndPatternAreReportedTogetherAndNothingIsOpened() {
    assertThatThrownBy(
            () ->
                stage.start(
                    """
                    fake:
                      settings: {batch_size: 99}
                      backends: {registry: {driver: fake, config: {pool_size: 0, pol: 1}}}
                    """))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("fake.settings.batch_size")
        .hasMessageContaining("pool_size is \"0\"")
        .hasMessageContaining("pol is unknown");
    assertThat(stage.fake.events).isEmpty();
  }

  @Test
  void aServerThatLacksACapabilityIsRefusedAndClosed() {
    stage.fake.lacksEverything = true;
    assertThatThrownBy(() -> stage.start(Stage.yaml("")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("needs keyvalue_basic, which the backend registry (fake) does not")
        .hasMessageContaining("Fake 4");
    assertThat(stage.fake.events).containsExactly("open registry", "close registry");
  }
}
