package io.patternsdk.observability;

import io.micrometer.common.util.internal.logging.InternalLogger;
import io.micrometer.common.util.internal.logging.InternalLoggerFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.layer.Interceptor;
import io.patternsdk.core.layer.Invocation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;
import io.patternsdk.core.layer.Site;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Supplier;

/** Threads that register the same meters at once. For a class loader of its own. */
public final class RegistrationRace implements Supplier<List<String>> {
  private static final int ROUNDS = 300;
  private static final int THREADS = 4;
  private final ConcurrentLinkedQueue<String> said = new ConcurrentLinkedQueue<>();

  /** Returns what micrometer logged meanwhile. */
  @Override
  public List<String> get() {
    InternalLoggerFactory.setDefaultFactory(
        new InternalLoggerFactory() {
          @Override
          protected InternalLogger newInstance(String name) {
            return noting();
          }
        });
    for (int round = 0; round < ROUNDS; round++) {
      race();
    }
    return List.copyOf(said);
  }

  private InternalLogger noting() {
    return (InternalLogger)
        Proxy.newProxyInstance(
            InternalLogger.class.getClassLoader(),
            new Class<?>[] {InternalLogger.class},
            (proxy, method, arguments) -> {
              if (method.getReturnType() == boolean.class) {
                return true;
              }
              for (Object argument : arguments == null ? new Object[0] : arguments) {
                said.add(String.valueOf(argument));
              }
              return null;
            });
  }

  private void race() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Site site = new Site("slot", "fake");
    Operation operation = Operation.of("fake", "go", Kind.WRITE);
    Interceptor timed = new OperationMetrics(registry).attempts().bind(site, operation);
    CyclicBarrier together = new CyclicBarrier(THREADS);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(
          Thread.startVirtualThread(
              () -> {
                await(together);
                fail(timed, Invocation.of(operation, ""));
                new PatternMeters(registry).total("done_total", "Done", () -> 1);
                new OperationMetrics(registry).attempts().bind(site, operation);
              }));
    }
    threads.forEach(RegistrationRace::join);
  }

  private static void fail(Interceptor timed, Invocation invocation) {
    try {
      timed.call(
          invocation,
          () -> {
            throw new BackendException(ErrorKind.UNAVAILABLE, "on cue");
          });
    } catch (BackendException expected) {
      assert expected.kind() == ErrorKind.UNAVAILABLE;
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
