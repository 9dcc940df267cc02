package io.patternsdk.resilience4j;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;
import io.patternsdk.core.layer.Site;
import io.patternsdk.core.pubsub.PublishResult;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** An operation behind the layer, and what comes out of it. */
final class Bound {
  private Bound() {}

  static BoundOperation to(Resilience4jGuard.Builder guard, Kind kind) {
    Operation operation =
        kind == Kind.SEND
            ? Operation.builder("fake", "go", kind).partial(PublishResult::partial).build()
            : Operation.of("fake", "go", kind);
    return BoundOperation.bind(new Site("slot", "fake"), operation, List.of(guard.build()));
  }

  static RejectedException refused(ThrowingCallable call) {
    RejectedException refusal = catchThrowableOfType(RejectedException.class, call);
    Assertions.assertThat(refusal.effect()).isEqualTo(Effect.NONE);
    return refusal;
  }

  static Rejection reason(ThrowingCallable call) {
    return refused(call).reason();
  }

  static void fails(BoundOperation go, ErrorKind kind) {
    BackendException failure = new BackendException(kind, "on cue");
    Assertions.assertThatThrownBy(() -> go.run(() -> raise(failure))).isSameAs(failure);
  }

  static void raise(Throwable failure) {
    switch (failure) {
      case Error e -> throw e;
      case RuntimeException e -> throw e;
      default -> throw new AssertionError(failure);
    }
  }

  /** Whether a call that is interrupted while it waits is CANCELLED with the flag set. */
  static CompletableFuture<Boolean> cancelledWithTheFlagSet(
      CompletableFuture<Thread> thread, ThrowingCallable call) {
    return CompletableFuture.supplyAsync(
        () -> {
          thread.complete(Thread.currentThread());
          BackendException failure = catchThrowableOfType(BackendException.class, call);
          return failure.kind() == ErrorKind.CANCELLED
              && failure.effect() == Effect.NONE
              && Thread.currentThread().isInterrupted();
        },
        Thread::startVirtualThread);
  }
}
