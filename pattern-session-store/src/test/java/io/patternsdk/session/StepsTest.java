package io.patternsdk.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.layer.Call;
import io.patternsdk.core.layer.Interceptor;
import io.patternsdk.core.layer.Invocation;
import io.patternsdk.core.layer.Layer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls of several steps, of which each in turn is refused: NONE means that nothing was done. */
class StepsTest {
  private static final int NEVER = 1_000;

  private final AtomicInteger left = new AtomicInteger(NEVER);
  private final Backend backend = DriverRegistry.load().open("embedded");
  private final Layer refusing =
      (site, operation) ->
          new Interceptor() {
            @Override
            public <T> T call(Invocation invocation, Call<T> next) {
              if (left.getAndDecrement() == 0) {
                throw new BackendException(
                    ErrorKind.UNAVAILABLE, Effect.NONE, "refused on purpose", null);
              }
              return next.run();
            }
          };
  private final SessionStore store =
      SessionStore.builder()
          .region(backend, refusing)
          .secret(Stores.SECRET)
          .sweepInterval(Duration.ofHours(1))
          .start();

  @AfterEach
  void close() {
    store.close();
    backend.close();
  }

  /** Returns how the call failed whose step of that number was refused; empty if it has none. */
  private Optional<OperationException> refusedAt(int step, Consumer<SessionStore> call) {
    left.set(step);
    try {
      call.accept(store);
      return Optional.empty();
    } catch (OperationException e) {
      return Optional.of(e);
    } finally {
      left.set(NEVER);
    }
  }

  @Test
  void aRenamingThatFailsWithoutEffectLeavesTheSessionUnderItsId() {
    int unknown = 0;
    Optional<OperationException> failed = Optional.empty();
    for (int step = 0; step == 0 || failed.isPresent(); step++) {
      String id = store.create(NewSession.of("ann")).id();
      failed = refusedAt(step, sessions -> sessions.rename(id));
      if (failed.isPresent() && failed.get().effect() == Effect.NONE) {
        assertThat(store.find(id)).as("step %s", step).isPresent();
      }
      unknown += failed.filter(e -> e.effect() == Effect.UNKNOWN).isPresent() ? 1 : 0;
    }
    assertThat(unknown).isPositive();
  }

  @Test
  void aLogoutThatFailsWithoutEffectHasEndedNothing() {
    int unknown = 0;
    Optional<OperationException> failed = Optional.empty();
    for (int step = 0; step == 0 || failed.isPresent(); step++) {
      String principal = "user-" + step;
      String one = store.create(NewSession.of(principal)).id();
      String other = store.create(NewSession.of(principal)).id();
      failed = refusedAt(step, sessions -> sessions.logoutEverywhere(principal));
      if (failed.isPresent() && failed.get().effect() == Effect.NONE) {
        assertThat(store.find(one)).as("step %s", step).isPresent();
        assertThat(store.find(other)).as("step %s", step).isPresent();
      }
      unknown += failed.filter(e -> e.effect() == Effect.UNKNOWN).isPresent() ? 1 : 0;
    }
    assertThat(unknown).isPositive();
  }
}
