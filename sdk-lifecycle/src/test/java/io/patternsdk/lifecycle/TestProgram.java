package io.patternsdk.lifecycle;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.pattern.Slot;
import io.patternsdk.core.pattern.Unfinished;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A program of its own process; the system property {@code behaviour} says what goes wrong. */
final class TestProgram {
  private static final AtomicBoolean STOPPED = new AtomicBoolean();

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
    Runner<?> runner = Runner.of(provider).drivers(DriverRegistry.empty().with(fake));
    if (behaviour.equals("is stopped early")) {
      runner.environment(TestProgram::stopped);
    }
    Runner.main(runner, args);
  }

  /** Stops the process while it reads its configuration, and waits until that has been heard. */
  private static @Nullable String stopped(String variable) {
    if (!STOPPED.compareAndSet(false, true)) {
      return null;
    }
    try {
      String self = "" + ProcessHandle.current().pid();
      int sent = new ProcessBuilder("kill", "-TERM", self).start().waitFor();
      if (sent != 0) {
        throw new IllegalStateException("kill ended with " + sent);
      }
      while (!Thread.currentThread().isInterrupted()) {
        Thread.onSpinWait();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return null;
  }

  private static void hoard() {
    List<byte[]> hoard = new ArrayList<>();
    while (true) {
      try {
        hoard.add(new byte[hoard.isEmpty() ? 1 << 20 : 1 << 10]);
      } catch (OutOfMemoryError e) {
        LockSupport.parkNanos(1_000_000); // has heard nothing
      }
    }
  }

  private static byte[] tooMuch() {
    return new byte[512 << 20];
  }

  private static void prepare(FakePattern pattern, String behaviour) {
    switch (behaviour) {
      case "fails" -> pattern.context.fail(new IllegalStateException("cannot go on"));
      case "breaks" -> throw new IllegalStateException("broken from the start");
      case "leaves work" ->
          pattern.unfinished = Unfinished.inFlight(3).and("parked", 1, "changes kept back");
      case "hoards" -> Thread.ofPlatform().daemon().start(TestProgram::hoard);
      case "asks for too much" -> Thread.startVirtualThread(TestProgram::tooMuch);
      case "asks while it starts" -> tooMuch();
      case "wraps it while it starts" -> {
        try {
          tooMuch();
        } catch (OutOfMemoryError e) {
          throw new IllegalStateException("cannot begin", e);
        }
      }
      case "asks and catches" -> {
        try {
          tooMuch();
        } catch (OutOfMemoryError e) {
          // goes on
        }
      }
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
