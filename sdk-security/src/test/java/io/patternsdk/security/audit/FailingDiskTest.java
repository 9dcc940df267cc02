package io.patternsdk.security.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full, at any byte, and one that does not keep what was written. */
class FailingDiskTest {
  @TempDir Path directory;

  /** How many bytes there is room for. */
  private int room = Integer.MAX_VALUE;

  private boolean forgetful;
  private boolean outOfMemory;

  private SegmentFile.Out open(Path path) throws IOException {
    SegmentFile.Out file = SegmentFile.open(path);
    return new SegmentFile.Out() {
      @Override
      public void write(ByteBuffer bytes) throws IOException {
        if (outOfMemory) {
          throw new OutOfMemoryError("Cannot reserve direct buffer memory");
        }
        if (room == 0) {
          throw new IOException("No space left on device");
        }
        ByteBuffer part = bytes.slice(bytes.position(), Math.min(room, bytes.remaining()));
        int most = part.remaining();
        file.write(part);
        room -= most;
        bytes.position(bytes.position() + most);
      }

      @Override
      public void force() throws IOException {
        if (forgetful) {
          throw new IOException("Input/output error");
        }
        file.force();
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }

  private AuditFiles files() throws IOException {
    return AuditFiles.in(directory).key(Logs.KEY).opener(this::open).clock(Logs.CLOCK).open();
  }

  private void whole() throws IOException {
    assertThat(AuditTrail.in(directory).key(Logs.KEY).verify().problems()).isEmpty();
  }

  @Test
  void whatWasWrittenWhenTheDiskWasFullIsNotWrittenAgain() throws IOException {
    int number = 0;
    try (AuditFiles files = files()) {
      for (int bytes = 0; bytes < 1_100; bytes += 97) {
        List<AuditEntry> entries = Logs.entries(number, number + 3);
        room = bytes;
        int done = tried(files, entries);
        assertThat(tried(files, entries.subList(done, 3))).isZero();
        room = Integer.MAX_VALUE;
        assertThat(files.append(entries.subList(done, 3))).isEqualTo(3 - done);
        number += 3;
      }
    }
    assertThat(Logs.asked(directory)).isEqualTo(Logs.numbers(0, number));
    whole();
  }

  private static int tried(AuditFiles files, List<AuditEntry> entries) {
    try {
      return entries.isEmpty() ? 0 : files.append(entries);
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
      return 0;
    }
  }

  @Test
  void aDiskThatIsFullForLongIsNotFilledWithFiles() throws IOException {
    try (AuditFiles files = files()) {
      room = 0;
      for (int i = 0; i < 20; i++) {
        assertThatThrownBy(() -> files.append(Logs.entries(0, 1))).isInstanceOf(IOException.class);
      }
      room = Integer.MAX_VALUE;
      assertThat(files.append(Logs.entries(0, 1))).isEqualTo(1);
    }
    assertThat(new Segments(directory).files()).hasSize(2);
    whole();
  }

  @Test
  void whatMayNotBeKeptIsWrittenAgainBehindIt() throws IOException {
    try (AuditFiles files = files()) {
      forgetful = true;
      assertThatThrownBy(() -> files.append(Logs.entries(0, 2))).hasMessageContaining("error");
      forgetful = false;
      assertThat(files.append(Logs.entries(0, 2))).isEqualTo(2);
    }
    assertThat(Logs.asked(directory)).containsExactly("0", "1", "0", "1");
    whole();
  }

  @Test
  void withoutMemoryForABufferNothingIsWrittenAndTheChainGoesOn() throws IOException {
    try (AuditFiles files = files()) {
      outOfMemory = true;
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> files.append(Logs.entries(0, 2)))
            .isInstanceOf(IOException.class)
            .hasRootCauseInstanceOf(OutOfMemoryError.class);
      }
      outOfMemory = false;
      assertThat(files.append(Logs.entries(0, 2))).isEqualTo(2);
    }
    assertThat(Logs.asked(directory)).containsExactly("0", "1");
    whole();
  }

  @Test
  void whereNothingCanBeWrittenItDoesNotBegin() {
    room = 0;
    assertThatThrownBy(this::files).hasMessageContaining("No space left");
    room = Integer.MAX_VALUE;
    assertThat(directory).isDirectoryContaining(path -> path.endsWith(".lock"));
  }
}
