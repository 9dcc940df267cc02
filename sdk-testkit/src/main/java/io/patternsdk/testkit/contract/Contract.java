package io.patternsdk.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A class of cases and how to make an instance.
 *
 * @param type the class
 * @param factory makes the instance on which one case runs
 * @param <S> what a case is about
 * @param <C> the class
 */
record Contract<S extends CaseSubject, C>(Class<C> type, Function<S, C> factory) {
  /** Returns the names of the cases, sorted. */
  List<String> cases() {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(Case.class))
        .map(Method::getName)
        .sorted(Comparator.naturalOrder())
        .toList();
  }

  /** Runs one case on a subject of its own, in a thread of its own, and in bounded time. */
  void run(String name, Duration hanging, Supplier<S> subjects) {
    assertTimeoutPreemptively(
        hanging,
        () -> {
          try (S subject = subjects.get()) {
            invoke(name, factory.apply(subject));
          }
        });
  }

  private void invoke(String name, C instance) throws Exception {
    Method method = type.getDeclaredMethod(name);
    method.setAccessible(true);
    try {
      method.invoke(instance);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }
}
