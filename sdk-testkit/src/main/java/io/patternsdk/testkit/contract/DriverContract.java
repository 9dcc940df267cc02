package io.patternsdk.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Health.Status;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Guarantee;
import io.patternsdk.core.capability.Trait;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.driver.CoreVersion;
import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.DriverProvider;
import io.patternsdk.core.driver.DriverRelease;
import io.patternsdk.core.standard.StandardCapabilities;
import io.patternsdk.testkit.contract.Session.Opening;
import io.patternsdk.testkit.contract.internal.Bounded;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What {@link Driver} and {@link DriverProvider} promise, whatever the capabilities. */
final class DriverContract {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Opening UNKNOWN_SETTING =
      new Opening(1, "", Map.of("no_such_setting", "value"), Session.OPERATION_TIMEOUT);

  private final Subject subject;
  private final DriverProvider provider;

  DriverContract(Subject subject) {
    this.subject = subject;
    this.provider = subject.provider();
  }

  @Case
  void itIsFoundByName() {
    assertThat(DriverRegistry.load().find(provider.name()))
        .as("found by ServiceLoader")
        .hasValueSatisfying(found -> assertThat(found.getClass()).isEqualTo(provider.getClass()));
  }

  @Case
  void itsReleaseStatesVersionAndCoreRange() {
    DriverRelease release = DriverRelease.of(provider);
    assertThat(release.version()).as("version").isNotBlank().doesNotContain("$");
    assertThat(release.core()).as("core").isNotBlank().doesNotContain("$");
    assertThat(CoreVersion.in(CoreVersion.current(), release.core())).isTrue();
  }

  @Case
  void itOpensByNameWithItsSettings() {
    Backend backend =
        subject.closing(
            DriverRegistry.empty()
                .with(provider)
                .open(provider.name(), subject.session().options(Opening.FIRST)));
    assertThat(backend.health(Deadline.after(SOON)).status()).isEqualTo(Status.UP);
    assertThat(backend.capabilities().names()).isEqualTo(subject.session().declared());
  }

  @Case
  void itSaysWhatItIs() {
    assertThat(subject.backend().info().name()).isEqualTo(provider.name());
    assertThat(subject.backend().info().toString()).startsWith(provider.name());
  }

  @Case
  void itIsHealthy() {
    assertThat(subject.backend().health(Deadline.after(SOON)).status()).isEqualTo(Status.UP);
    assertThat(subject.backend().health(Deadline.NONE).status()).isEqualTo(Status.UP);
  }

  @Case
  void theProbesOfItsCapabilitiesPassAndLeaveNothingBehind() {
    for (int times = 0; times < 2; times++) {
      subject.backend().capabilities().all().forEach(this::probe);
    }
    subject
        .find(StandardCapabilities.KEYVALUE_SCAN)
        .ifPresent(scan -> assertThat(scan.count("")).isZero());
  }

  private <T> void probe(Capability<T> capability) {
    capability.probe().ifPresent(probe -> probe.accept(subject.require(capability)));
  }

  @Case
  void askingForHealthPastTheDeadlineDoesNotThrow() {
    assertThat(subject.backend().health(Deadline.after(Duration.ZERO))).isNotNull();
  }

  @Case
  void unknownSettingsAreRefused() {
    Bounded.promptly(
        () ->
            assertThatThrownBy(() -> subject.session().open(UNKNOWN_SETTING).close())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no_such_setting"));
  }

  @Case
  void unknownSettingsAreRefusedBeforeAnythingIsOpened() {
    Session session = subject.session();
    provider.check(session.options(Opening.FIRST).toContext());
    assertThatThrownBy(() -> provider.check(session.options(UNKNOWN_SETTING).toContext()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("no_such_setting");
  }

  @Case
  void whatIsDeclaredCanBeOffered() {
    assertThat(provider.canOffer()).containsAll(subject.session().declared());
  }

  @Case
  void whatIsDeclaredStaysTheSame() {
    Driver driver = subject.session().driver(Opening.FIRST);
    assertThat(driver.capabilities().names()).isEqualTo(driver.capabilities().names());
    for (Capability<?> capability : driver.capabilities().all()) {
      assertThat(driver.capabilities().find(capability)).isPresent();
    }
  }

  @Case
  void whatIsNotDeclaredIsRefused() {
    Set<String> declared = subject.session().declared();
    List<Capability<?>> others =
        StandardCapabilities.all().stream().filter(c -> !declared.contains(c.name())).toList();
    for (Capability<?> capability : others) {
      assertThat(subject.find(capability)).isEmpty();
      BackendException refusal =
          Expect.failure(ErrorKind.UNSUPPORTED, () -> subject.require(capability));
      assertThat(refusal).hasMessageContaining(capability.name());
      Expect.failure(ErrorKind.UNSUPPORTED, () -> subject.traits(capability));
    }
  }

  @Case
  void withoutAnAnswerEveryCallEndsAtItsDeadline() {
    subject.variant().stall().ifPresent(stall -> endAtTheDeadline(SOON, stall));
    assertThat(subject.backend().health(Deadline.after(SOON)).usable()).as("again").isTrue();
  }

  private void endAtTheDeadline(Duration operationTimeout, Supplier<AutoCloseable> stall) {
    Backend backend = subject.fresh(operationTimeout.multipliedBy(1_000));
    endInTime(backend, stall, call -> Deadline.within(SHORT, call));
  }

  @Case
  void withoutAnAnswerEveryCallEndsAtTheOperationTimeout() {
    subject
        .variant()
        .stall()
        .ifPresent(stall -> endInTime(subject.fresh(SHORT), stall, Runnable::run));
    assertThat(subject.backend().health(Deadline.after(SOON)).usable()).as("again").isTrue();
  }

  /** Stalls for each call anew: a driver may find out meanwhile that nobody answers any more. */
  private void endInTime(
      Backend backend, Supplier<AutoCloseable> stall, Consumer<Runnable> limited) {
    subject
        .samples(backend)
        .forEach(
            (name, call) -> {
              subject.eventually().check(call::run);
              AutoCloseable stalled = subject.closing(stall.get());
              Bounded.within(
                  subject.variant().patience(), () -> unanswered(name, () -> limited.accept(call)));
              Subject.close(stalled);
            });
  }

  private static void unanswered(String name, Runnable call) {
    try {
      Expect.unanswered(call);
    } catch (AssertionError e) {
      throw new AssertionError("the sample of " + name + ": " + e.getMessage(), e);
    }
  }

  @Case
  void itUnwrapsItsClientAndNothingElse() {
    assertThat(subject.backend().unwrap(DriverContract.class)).isEmpty();
    subject
        .variant()
        .client()
        .ifPresent(client -> assertThat(subject.backend().unwrap(client)).isPresent());
  }

  @Case
  void itSaysWhatItGuaranteesAndHowThatIsKnown() {
    for (Capability<?> capability : subject.backend().capabilities().all()) {
      Traits traits = subject.traits(capability);
      for (Trait<? extends Guarantee> trait : capability.guarantees()) {
        assertThat(traits.says(trait)).as("%s of %s is said", trait, capability).isTrue();
        assertThat(traits.detail(trait))
            .as("how %s of %s is known", trait, capability)
            .isNotBlank();
      }
    }
  }

  @Case
  void itGuaranteesNoMoreThanItCan() {
    DriverContext context = subject.session().options(Opening.FIRST).toContext();
    for (Capability<?> capability : subject.backend().capabilities().all()) {
      Traits most = provider.canGuarantee(capability, context);
      Traits traits = subject.traits(capability);
      for (Trait<? extends Guarantee> trait : capability.guarantees()) {
        if (most.says(trait)) {
          assertThat(most.get(trait).meets(traits.get(trait)))
              .as("%s of %s: %s, at most %s", trait, capability, traits.get(trait), most.get(trait))
              .isTrue();
        }
      }
    }
  }

  @Case
  void itsLimitsMakeSense() {
    for (Capability<?> capability : subject.backend().capabilities().all()) {
      Traits traits = subject.traits(capability);
      assertThat(traits.maxValueBytes()).as("maxValueBytes of %s", capability).isPositive();
      assertThat(traits.maxBatch()).as("maxBatch of %s", capability).isPositive();
      for (Trait<?> trait : traits.all()) {
        switch (traits.get(trait)) {
          case Duration shortest ->
              assertThat(shortest).as("%s of %s", trait, capability).isPositive();
          case Number most ->
              assertThat(most.longValue()).as("%s of %s", trait, capability).isPositive();
          default -> {} // what is no quantity makes sense by its type
        }
      }
    }
  }
}
