package io.patternsdk.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import io.patternsdk.testkit.MovableClock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FailureLogTest {
  private final MovableClock clock = MovableClock.create();
  private final FailureLog log = new FailureLog(clock);
  private final Heard heard = new Heard(FailureLog.class);
  private final Route route = Route.of("GET", "/x", request -> Response.noContent());

  @AfterEach
  void stop() {
    heard.close();
  }

  @Test
  void aFailureIsSaidOnceInAWhileWithHowManyWereNotSaid() {
    for (int i = 0; i < 5; i++) {
      log.note(route, failure("get", ErrorKind.UNAVAILABLE));
    }
    assertThat(heard.lines)
        .containsExactly(
            "WARNING GET /x failed: registry (redis) get: 10.0.0.7 refused (UNAVAILABLE)");
    clock.advance(Duration.ofSeconds(10));
    log.note(route, failure("get", ErrorKind.UNAVAILABLE));
    assertThat(heard.lines.getLast()).endsWith("; 4 more since this was said last");
  }

  @Test
  void eachKindOfFailureIsSaid() {
    log.note(route, failure("get", ErrorKind.UNAVAILABLE));
    log.note(route, failure("set", ErrorKind.UNAVAILABLE));
    log.note(route, failure("set", ErrorKind.CORRUPT));
    assertThat(heard.lines).hasSize(3);
  }

  @Test
  void whatAGuardRefusedIsNoNews() {
    log.note(route, new RejectedException(Rejection.OPEN, "open"));
    assertThat(heard.lines).isEmpty();
  }

  private static BackendException failure(String operation, ErrorKind kind) {
    BackendException failure = new BackendException(kind, "10.0.0.7 refused");
    failure.locate("registry", "redis", operation);
    return failure;
  }
}
