package io.patternsdk.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PeriodicTaskTest {
  private static final Duration NEXT = Duration.ofHours(1);
  private static final Duration AGAIN = Duration.ofSeconds(10);

  private final Logger logger = Logger.getLogger(PeriodicTask.class.getName());
  private final List<LogRecord> log = new CopyOnWriteArrayList<>();
  private final Handler listening =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          log.add(line);
        }

        @Override
        public void flush() {
          // nothing is held back
        }

        @Override
        public void close() {
          // nothing is held
        }
      };

  private final List<Duration> pauses = new CopyOnWriteArrayList<>();
  private final Queue<Supplier<Duration>> runs = new ArrayDeque<>();
  private final CountDownLatch allRan = new CountDownLatch(1);

  @BeforeEach
  void listen() {
    logger.addHandler(listening);
  }

  @AfterEach
  void listenNoMore() {
    logger.removeHandler(listening);
  }

  /** No sleep takes time, but for the one after the last run, which only an interrupt ends. */
  private final Clock clock =
      new Clock() {
        @Override
        public long nanoTime() {
          return 0;
        }

        @Override
        public Instant now() {
          return Instant.EPOCH;
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
          pauses.add(duration);
          if (runs.isEmpty()) {
            allRan.countDown();
            new CountDownLatch(1).await();
          }
        }
      };

  private final PeriodicTask task =
      new PeriodicTask("sweep", clock, AGAIN, () -> runs.remove().get());

  private static Duration fail(RuntimeException failure) {
    throw failure;
  }

  private static BackendException away() {
    return new BackendException(ErrorKind.UNAVAILABLE, "the backend is away");
  }

  private void runAll() throws InterruptedException {
    task.start();
    allRan.await();
    task.close(Deadline.NONE);
  }

  @Test
  void itSaysItselfWhenItRunsNext() throws Exception {
    runs.add(() -> Duration.ZERO);
    runs.add(() -> NEXT);
    runAll();
    assertThat(pauses).containsExactly(Duration.ZERO, NEXT);
    assertThat(log).isEmpty();
  }

  @Test
  void manyFailuresAreOneWarningAndTheEndOfThemIsNews() throws Exception {
    runs.add(() -> fail(away()));
    runs.add(() -> fail(away()));
    runs.add(() -> fail(new IllegalStateException("a defect")));
    runs.add(() -> NEXT);
    runs.add(() -> NEXT);
    runs.add(() -> fail(new IllegalStateException("a defect")));
    runAll();
    assertThat(pauses).containsExactly(AGAIN, AGAIN, AGAIN, NEXT, NEXT, AGAIN);
    assertThat(log)
        .extracting(line -> line.getLevel().getName())
        .containsExactly("WARNING", "INFO", "WARNING");
    assertThat(log.getFirst().getMessage()).contains("sweep").contains("the backend is away");
    assertThat(log.getFirst().getThrown()).as("a backend that is away is no defect").isNull();
    assertThat(log.get(1).getParameters()).containsExactly("sweep");
    assertThat(log.getLast().getThrown()).hasMessage("a defect");
  }

  @Test
  void closingEndsARunThatIsUnderWayWithoutAWord() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    runs.add(
        () -> {
          begun.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return fail(away());
        });
    task.start();
    begun.await();
    task.close(Deadline.NONE);
    assertThat(log).isEmpty();
  }

  @Test
  void whatWasNotStartedHasNothingToEnd() {
    task.close(Deadline.NONE);
    assertThat(log).isEmpty();
    assertThat(pauses).isEmpty();
  }
}
