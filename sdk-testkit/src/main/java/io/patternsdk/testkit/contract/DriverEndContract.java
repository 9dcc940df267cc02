package io.patternsdk.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.driver.Driver;
import io.patternsdk.testkit.Leaks;
import io.patternsdk.testkit.contract.internal.Bounded;
import java.time.Duration;

/** What {@link Driver#close} promises. */
final class DriverEndContract {
  private static final Duration SOON = Duration.ofSeconds(5);

  private final Subject subject;

  DriverEndContract(Subject subject) {
    this.subject = subject;
  }

  @Case
  void closingAgainDoesNothing() {
    Backend backend = subject.fresh();
    backend.close();
    Bounded.promptly(backend::close);
  }

  @Case
  void afterClosingEveryCallFailsAsClosed() {
    Backend backend = subject.fresh();
    backend.close();
    subject.samples(backend).forEach((name, call) -> Expect.refusal(ErrorKind.CLOSED, call));
    assertThat(subject.samples(backend)).isNotEmpty();
  }

  @Case
  void closingOneLeavesTheOthers() {
    Backend backend = subject.fresh();
    backend.close();
    subject.samples(subject.backend()).values().forEach(Runnable::run);
    assertThat(subject.backend().health(Deadline.after(SOON)).usable()).isTrue();
  }

  @Case
  void closingLeavesNothingBehind() {
    useAndClose(); // what a class path starts once and keeps is no leak
    Leaks leaks = Leaks.watch();
    useAndClose();
    leaks.check(subject.eventually());
  }

  private void useAndClose() {
    try (Backend backend = subject.fresh()) {
      subject.samples(backend).values().forEach(Runnable::run);
    }
  }
}
