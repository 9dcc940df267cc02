package io.patternsdk.driver.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.driver.embedded.journal.DiskFile;
import io.patternsdk.driver.embedded.journal.DiskJournal;
import io.patternsdk.driver.embedded.journal.EmbeddedLayout;
import io.patternsdk.driver.embedded.journal.Journal.Commit;
import io.patternsdk.driver.embedded.journal.LoggedRecord;
import io.patternsdk.driver.embedded.journal.MonotonicClock;
import io.patternsdk.driver.embedded.journal.QueuedMessage;
import io.patternsdk.driver.embedded.journal.StoredBlob;
import io.patternsdk.driver.embedded.journal.StoredValue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal on a disk that hangs, which is a writer not started, and on one that fails. */
final class DiskJournalTest {
  private static final Duration MOMENT = Duration.ofMillis(1);
  private static final StoredValue STORED =
      new StoredValue("v".getBytes(StandardCharsets.UTF_8), 1, MonotonicClock.NEVER);

  @TempDir private Path directory;
  private Path path = Path.of("");

  @BeforeEach
  void chooseFile() {
    path = directory.resolve("store");
  }

  @Test
  void aChangeThatHangsEndsAtTheTimeoutOrTheDeadline() {
    try (DiskFile file = EmbeddedLayout.open(path)) {
      Commit impatient = new DiskJournal(file, MOMENT, "writer").value("k", STORED);
      assertFails(impatient::await, ErrorKind.TIMED_OUT, Effect.UNKNOWN);
      Commit patient = new DiskJournal(file, Duration.ofHours(1), "writer").value("k", STORED);
      assertFails(
          () -> Deadline.within(MOMENT, patient::await), ErrorKind.TIMED_OUT, Effect.UNKNOWN);
    }
  }

  @Test
  void changesThatPileUpAreRefusedBeforeTheyAreMade() {
    try (DiskFile file = EmbeddedLayout.open(path)) {
      DiskJournal journal = new DiskJournal(file, MOMENT, "writer");
      for (int i = 0; i < 65_536; i++) {
        journal.admit();
        assertThat(journal.value("k" + i, STORED)).isNotNull();
      }
      assertFails(journal::admit, ErrorKind.UNAVAILABLE, Effect.NONE);
    }
  }

  @Test
  void afterAFailedWriteNothingMoreIsTaken() {
    DiskFile file = EmbeddedLayout.open(path);
    DiskJournal journal = new DiskJournal(file, Duration.ofSeconds(10), "writer");
    file.close();
    journal.start();
    Commit lost = journal.value("k", STORED);
    assertFails(lost::await, ErrorKind.UNAVAILABLE, Effect.UNKNOWN);
    assertFails(journal::admit, ErrorKind.UNAVAILABLE, Effect.NONE);
    journal.close(Deadline.NONE);
    EmbeddedLayout.open(path).close();
  }

  @Test
  void whatWasHandedOverBeforeClosingIsKept() {
    DiskJournal journal =
        new DiskJournal(EmbeddedLayout.open(path), Duration.ofSeconds(10), "writer");
    Commit commit = journal.value("k", STORED);
    journal.start();
    journal.close(Deadline.NONE);
    commit.await();
    assertFails(journal::admit, ErrorKind.CLOSED, Effect.NONE);
    Map<String, StoredValue> kept = new HashMap<>();
    try (DiskFile file = EmbeddedLayout.open(path)) {
      file.load(new KeptValues(kept));
    }
    assertThat(kept).containsOnlyKeys("k");
  }

  /** Takes values and nothing else. */
  private record KeptValues(Map<String, StoredValue> kept) implements DiskFile.Store {
    @Override
    public void value(String key, StoredValue stored) {
      kept.put(key, stored);
    }

    @Override
    public void own(String key, StoredValue stored) {}

    @Override
    public void parked(String queue, QueuedMessage parked) {}

    @Override
    public void trimmed(String stream, int partition, long next) {}

    @Override
    public void appended(String stream, LoggedRecord logged) {}

    @Override
    public void table(String key, byte[] value) {}

    @Override
    public void points(String key, byte[] value) {}

    @Override
    public void blob(StoredBlob blob) {}
  }

  private static void assertFails(Runnable call, ErrorKind kind, Effect effect) {
    BackendException failure = catchThrowableOfType(BackendException.class, call::run);
    assertThat(failure).as("fails as %s", kind).isNotNull();
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.effect()).isEqualTo(effect);
  }
}
