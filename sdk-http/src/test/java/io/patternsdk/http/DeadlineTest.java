package io.patternsdk.http;

import static io.patternsdk.http.Served.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long a route has for one request. */
class DeadlineTest {
  private final Served served =
      new Served(
          Map.of("request_timeout", "200ms"),
          Routes.builder()
              .get("/left", request -> Response.text(200, left()))
              .get("/stream", request -> Response.events(stream -> stream.send("left", left())))
              .get("/slow", DeadlineTest::slow)
              .build());

  @AfterEach
  void stop() {
    served.close();
  }

  private static String left() {
    return Deadline.current().bounded() ? Deadline.current().remaining().toString() : "none";
  }

  /** Waits for a backend as a driver does: no longer than the deadline. */
  private static Response slow(Request request) throws InterruptedException {
    long left = Deadline.current().atMost(Duration.ofMinutes(1)).toNanos();
    assertThat(new CountDownLatch(1).await(left, TimeUnit.NANOSECONDS)).isFalse();
    throw new BackendException(ErrorKind.TIMED_OUT, Effect.UNKNOWN, "10.0.0.7 says nothing", null);
  }

  @Test
  void whatARouteDoesHasADeadline() {
    Duration left = Duration.parse(served.get("/left").body());
    assertThat(left).isPositive().isLessThanOrEqualTo(Duration.ofMillis(200));
  }

  @Test
  void aCallThatTakesLongerIsATimeout() {
    HttpResponse<String> response = served.get("/slow");
    RoutesTest.problem(response, 504, "a backend did not answer in time");
    assertThat(json(response).string("code")).isEqualTo("timed_out");
    assertThat(json(response).string("effect")).isEqualTo("unknown");
  }

  @Test
  void aStreamLastsAsLongAsItWants() {
    assertThat(served.get("/stream").body()).contains("data: none");
  }
}
