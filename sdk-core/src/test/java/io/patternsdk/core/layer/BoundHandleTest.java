package io.patternsdk.core.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.layer.Operation.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BoundHandleTest {
  private static final Site SITE = new Site("files", "s3");
  private static final Operation GET =
      Operation.builder("blob_basic", "get", Kind.READ).occupying().build();
  private static final Operation INSIDE = Operation.of("keyvalue_basic", "set", Kind.WRITE);

  private final List<String> seen = new ArrayList<>();

  private final class Stream implements AutoCloseable {
    int left = 3;

    int read() {
      if (left < 0) {
        throw new BackendException(ErrorKind.UNAVAILABLE, "cut");
      }
      seen.add("driver reads");
      return left--;
    }

    @Override
    public void close() {
      seen.add("driver closes");
    }
  }

  @Test
  void openingAndEachStepPassEveryLayer() {
    try (BoundHandle<Stream> stream = open(noting("a"), noting("b"))) {
      assertThat(stream.step(Stream::read)).isEqualTo(3);
    }
    assertThat(seen)
        .containsExactly(
            "a get x", "b get x", "opened", "a get x", "b get x", "driver reads", "driver closes");
  }

  @Test
  void aLayerMayHoldSomethingUntilTheEnd() {
    try (BoundHandle<Stream> stream = open(holding("a"), holding("b"))) {
      var unused = stream.step(Stream::read);
      seen.add("between");
    }
    assertThat(seen)
        .containsExactly(
            "a holds",
            "b holds",
            "opened",
            "driver reads",
            "between",
            "driver closes",
            "b gives back null",
            "a gives back null");
  }

  @Test
  void theEndLearnsOfTheStepThatFailedLast() {
    try (BoundHandle<Stream> stream = open(holding("a"))) {
      stream.opened().left = -1;
      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(() -> stream.step(Stream::read))
          .withMessage("files (s3) get: cut");
    }
    assertThat(seen).endsWith("driver closes", "a gives back UNAVAILABLE");
  }

  @Test
  void noStepBeginsPastTheDeadlineButTheEndDoes() {
    BoundHandle<Stream> stream = open(holding("a"));
    Deadline.within(
        Duration.ZERO,
        () -> {
          assertThatExceptionOfType(RejectedException.class)
              .isThrownBy(() -> stream.step(Stream::read));
          stream.close();
        });
    assertThat(seen).contains("driver closes").doesNotContain("driver reads");
  }

  @Test
  void nothingGoesThroughWhatIsClosedAndClosingAgainDoesNothing() {
    BoundHandle<Stream> stream = open(holding("a"));
    stream.close();
    stream.close();
    assertThat(seen).containsOnlyOnce("driver closes", "a gives back null");
    assertThatIllegalStateException().isThrownBy(() -> stream.step(Stream::read));
  }

  @Test
  void callsInsideAreStepsAndPassNoLayerButThoseOfAttempts() {
    Layer attempts = Layer.as(Role.ATTEMPT, noting("attempt"));
    Layer calls = Layer.as(Role.CALL, noting("call"));
    List<Layer> layers = List.of(calls, holding("place"), attempts);
    BoundHandle<Stream> transaction = open(calls, holding("place"), attempts);
    seen.clear();
    BoundOperation inside = BoundOperation.within(transaction, SITE, INSIDE, layers);
    inside.run(inside.on("k"), () -> seen.add("driver sets"));
    // the handle's own layers see a step; of the operation's own only the innermost are bound
    assertThat(seen)
        .containsExactly(
            "call set k", "attempt set k", "place set bound", "attempt set k", "driver sets");
    transaction.close();
    assertThatIllegalStateException().isThrownBy(() -> inside.run(() -> {}));
  }

  private BoundHandle<Stream> open(Layer... layers) {
    BoundOperation get = BoundOperation.bind(SITE, GET, List.of(layers));
    return get.open(
        get.on("x"),
        () -> {
          seen.add("opened");
          return new Stream();
        });
  }

  private Layer noting(String name) {
    return (site, operation) ->
        new Interceptor() {
          @Override
          public <T> T call(Invocation invocation, Call<T> next) {
            seen.add(name + " " + invocation.operation().name() + " " + invocation.target());
            return next.run();
          }
        };
  }

  private Layer holding(String name) {
    return (site, operation) ->
        new Interceptor() {
          @Override
          public <T> T call(Invocation invocation, Call<T> next) {
            seen.add(name + " " + operation.name() + " bound");
            return next.run();
          }

          @Override
          public Handle open(Invocation opening, Call<Handle> next) {
            seen.add(name + " holds");
            return new Held(name, next.run());
          }
        };
  }

  private final class Held implements Handle {
    private final String name;
    private final Handle inner;

    Held(String name, Handle inner) {
      this.name = name;
      this.inner = inner;
    }

    @Override
    public <T> T step(Invocation step, Call<T> next) {
      return inner.step(step, next);
    }

    @Override
    public void end(@Nullable Throwable failure) {
      inner.end(failure);
      Object why = failure instanceof BackendException e ? e.kind() : failure;
      seen.add(name + " gives back " + why);
    }
  }
}
