package io.patternsdk.core.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import io.patternsdk.core.layer.Operation.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoundOperationTest {
  private static final Site SITE = new Site("registry", "redis");
  private static final Operation GET = Operation.of("keyvalue_basic", "get", Kind.WRITE);

  private final List<String> seen = new ArrayList<>();

  @Test
  void layersAreEnteredInTheirOrderAndLeftInReverse() {
    BoundOperation bound = bound(layer("a"), layer("b"));
    assertThat(bound.<String>call(() -> note("driver"))).isEqualTo("driver");
    assertThat(seen).containsExactly("a in", "b in", "driver", "b out", "a out");
  }

  @Test
  void theRequestedWaitReachesEveryLayer() {
    BoundOperation bound = bound(layer("a"), layer("b"));
    bound.call(bound.on("queue").waiting(Duration.ofSeconds(3)), () -> true);
    assertThat(seen).contains("a waits PT3S", "b waits PT3S");
  }

  @Test
  void nothingStartsPastTheDeadline() {
    BoundOperation bound = bound(layer("a"));
    assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(
            () -> Deadline.within(Duration.ZERO, () -> bound.<String>call(() -> note("driver"))))
        .withMessage("registry (redis) get: the deadline has passed")
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Rejection.DEADLINE));
    assertThat(seen).isEmpty();
  }

  @Test
  void whatADriverThrowsUnexpectedlyBecomesAnUnknownError() {
    for (BoundOperation bound : List.of(bound(), bound(layer("a")))) {
      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(
              () ->
                  bound.run(
                      () -> {
                        throw new IllegalStateException("bug");
                      }))
          .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.UNKNOWN))
          .withMessageStartingWith("registry (redis) get: unexpected")
          .withCauseInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void messagesPassTheLayersInBothDirections() {
    BoundOperation bound = bound(layer("a"), layer("b"));
    assertThat(bound.outgoing(Message.of("x")).headers()).containsKeys("a", "b");
    bound.deliver("news", Message.of("x"), () -> note("handler"));
    assertThat(seen).containsExactly("a delivers news", "b delivers news", "handler");
  }

  private String note(String what) {
    seen.add(what);
    return what;
  }

  private BoundOperation bound(Layer... layers) {
    return BoundOperation.bind(SITE, GET, List.of(layers));
  }

  private Layer layer(String name) {
    return (site, operation) ->
        new Interceptor() {
          @Override
          public <T> T call(Invocation invocation, Call<T> next) {
            note(name + " in");
            if (!invocation.requestedWait().isZero()) {
              note(name + " waits " + invocation.requestedWait());
            }
            T result = next.run();
            note(name + " out");
            return result;
          }

          @Override
          public Message outgoing(Message message) {
            return message.toBuilder().header(name, "").build();
          }

          @Override
          public void deliver(String source, Message message, Runnable handler) {
            note(name + " delivers " + source);
            handler.run();
          }
        };
  }
}
