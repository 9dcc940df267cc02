package io.patternsdk.lifecycle;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.pattern.Slot;
import io.patternsdk.core.pattern.Unfinished;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A program of its own process; the system property {@code behaviour} says what goes wrong. */
final class TestProgram {
  private TestProgram() {}

  public static void main(String[] args) {
    String behaviour = System.getProperty("behaviour", "");
    FakeBackend fake = new FakeBackend("fake");
    if (behaviour.equals("unavailable")) {
      for (int i = 0; i < 1000; i++) {
        fake.refusals.add(new BackendException(ErrorKind.UNAVAILABLE, "connection refused"));
      }
    }
    FakePattern.Provider provider =
        new FakePattern.Provider(
            List.of(Slot.required("registry", KEYVALUE_BASIC)),
            pattern -> prepare(pattern, behaviour));
    Runner.main(
        Runner.of(provider)
            .drivers(DriverRegistry.empty().with(fake))
            .environment(name -> behaviour.equals("is stopped early") ? stopped() : null),
        args);
  }

  /** Stops the process while it reads its configuration, and waits until that has been heard. */
  private static @Nullable String stopped() {
    try {
      new ProcessBuilder("kill", "-TERM", "" + ProcessHandle.current().pid()).start();
      new CountDownLatch(1).await();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return null;
  }

  private static void prepare(FakePattern pattern, String behaviour) {
    switch (behaviour) {
      case "fails" -> pattern.context.fail(new IllegalStateException("cannot go on"));
      case "breaks" -> throw new IllegalStateException("broken from the start");
      case "leaves work" ->
          pattern.unfinished = Unfinished.inFlight(3).and("parked", 1, "changes kept back");
      case "hangs" -> pattern.onShutdown = deadline -> hang(pattern);
      default -> {
        // works
      }
    }
  }

  private static void hang(FakePattern pattern) {
    pattern.unfinished = Unfinished.inFlight(1);
    while (true) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        // hears nothing
      }
    }
  }
}
