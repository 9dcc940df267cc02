package io.patternsdk.driver.embedded;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_SCAN;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_DEAD_LETTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Health.Status;
import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.driver.embedded.journal.EmbeddedLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FileTest {
  @TempDir private Path directory;
  private Path file = Path.of("");

  @BeforeEach
  void chooseFile() {
    file = directory.resolve("made/on/the/way/store");
  }

  @Test
  void valuesAndVersionsOutliveTheBackend() {
    Version version;
    try (Backend first = Opened.file(file)) {
      version = first.require(KEYVALUE_CAS).setIfAbsent("k", bytes("v")).orElseThrow();
    }
    try (Backend second = Opened.file(file)) {
      assertThat(second.require(KEYVALUE_BASIC).get("k")).contains(bytes("v"));
      assertThat(second.require(KEYVALUE_CAS).compareAndSet("k", version, bytes("w"))).isPresent();
    }
  }

  @Test
  void itNamesItsFileAndItsLibrary() {
    try (Backend backend = Opened.file(file)) {
      assertThat(backend.info().toString()).contains("h2-mvstore 2.", file.toString());
    }
  }

  @Test
  void aVersionIsNeverGivenTwice() {
    Set<Version> versions = new HashSet<>();
    for (int opening = 0; opening < 3; opening++) {
      try (Backend backend = Opened.file(file)) {
        assertThat(
                versions.add(
                    backend.require(KEYVALUE_CAS).setIfAbsent("k", bytes("v")).orElseThrow()))
            .isTrue();
        backend.require(KEYVALUE_BASIC).delete("k");
      }
    }
  }

  @Test
  void queuesOutliveTheBackendWithAttemptsAndReceipts() {
    Delivery held;
    try (Backend first = Opened.file(file)) {
      MessageQueue queue = first.require(QUEUE_BASIC);
      queue.enqueue("q", Message.builder(bytes("held")).key("k").header("h", "v").build());
      held = queue.receive("q", 1, Duration.ZERO).getFirst();
      queue.enqueue("q", Message.of("waiting"));
    }
    try (Backend second = Opened.file(file)) {
      MessageQueue queue = second.require(QUEUE_BASIC);
      assertThat(queue.depth("q")).isEqualTo(new MessageQueue.Depth(1, 1));
      assertThat(queue.nack("q", held.receipt())).isTrue();
      Delivery again = queue.receive("q", 1, Duration.ZERO).getFirst();
      assertThat(again.message()).isEqualTo(held.message());
      assertThat(again.attempt()).isEqualTo(2);
    }
  }

  @Test
  void deadLettersOutliveTheBackend() {
    Map<String, ?> once = Map.of("path", file.toString(), "max_attempts", 1);
    try (Backend first = Opened.with(once, Clock.system())) {
      MessageQueue queue = first.require(QUEUE_BASIC);
      queue.enqueue("q", Message.of("m"));
      queue.nack("q", queue.receive("q", 1, Duration.ZERO).getFirst().receipt());
    }
    try (Backend second = Opened.with(once, Clock.system())) {
      assertThat(second.require(QUEUE_DEAD_LETTER).deadLetterCount("q")).isEqualTo(1);
    }
  }

  @Test
  void aSecondOpeningIsRefusedAndTheFirstGoesOn() {
    try (Backend first = Opened.file(file)) {
      BackendException refusal = refusal(ErrorKind.UNAVAILABLE);
      assertThat(refusal)
          .hasMessageContainingAll("in use", "process " + ProcessHandle.current().pid());
      first.require(KEYVALUE_BASIC).set("k", bytes("v"));
    }
    Opened.file(file).close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "0", "nonsense"})
  void anotherLayoutIsRefusedWithBothVersions(String layout) {
    Opened.file(file).close();
    try (MVStore store = MVStore.open(file.toString())) {
      EmbeddedLayout.about(store).put("layout", layout);
    }
    assertThat(refusal(ErrorKind.UNSUPPORTED))
        .hasMessageContainingAll("layout " + layout, "layout 1");
  }

  @Test
  void aFileOfSomebodyElseIsRefusedAndLeftAlone() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "not a store, but worth keeping");
    assertThat(refusal(ErrorKind.CORRUPT)).hasMessageContaining("restore a copy");
    assertThat(file).hasContent("not a store, but worth keeping");
  }

  @Test
  void anEmptyFileBecomesAStore() throws IOException {
    Files.createDirectories(file.getParent());
    Files.createFile(file);
    Opened.file(file).close();
    assertThat(file).isNotEmptyFile();
  }

  @Test
  void aStoreOfSomebodyElseIsRefused() throws IOException {
    Files.createDirectories(file.getParent());
    try (MVStore store = MVStore.open(file.toString())) {
      store.openMap("theirs").put("k", "v");
    }
    refusal(ErrorKind.CORRUPT);
  }

  @Test
  void oneWrongBitIsFoundWhenTheFileIsOpened() throws IOException {
    try (Backend backend = Opened.file(file)) {
      backend.require(KEYVALUE_BASIC).set("k", bytes("a value that nothing else looks like"));
    }
    byte[] content = Files.readAllBytes(file);
    for (int at = indexOf(content, 0); at >= 0; at = indexOf(content, at + 1)) {
      content[at] ^= 1;
    }
    Files.write(file, content);
    refusal(ErrorKind.CORRUPT);
  }

  @Test
  void anUnfinishedCreationIsBegunAgain() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file.resolveSibling("store.new"), "half of it");
    Opened.file(file).close();
    assertThat(file).exists();
  }

  @Test
  void interruptsOfCallersDoNotReachTheFile() {
    try (Backend backend = Opened.file(file)) {
      KeyValue values = backend.require(KEYVALUE_BASIC);
      for (int i = 0; i < 20; i++) {
        String key = "k" + i;
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> values.set(key, bytes("v")))
            .isInstanceOfSatisfying(
                BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CANCELLED));
        assertThat(Thread.interrupted()).isTrue();
      }
      values.set("last", bytes("v"));
      assertThat(backend.health(Deadline.NONE).status()).isEqualTo(Status.UP);
    }
    try (Backend backend = Opened.file(file)) {
      assertThat(backend.require(KEYVALUE_SCAN).count("")).isEqualTo(21);
    }
  }

  @Test
  void manyWritersAndSpaceThatIsUsedAgain() throws IOException {
    try (Backend backend = Opened.file(file);
        ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      KeyValue values = backend.require(KEYVALUE_BASIC);
      for (int writer = 0; writer < 32; writer++) {
        String key = "k" + writer;
        writers.submit(
            () -> {
              for (int i = 0; i <= 100; i++) {
                values.set(key, bytes(key + " " + i));
              }
            });
      }
    }
    assertThat(Files.size(file)).isLessThan(2 << 20);
    try (Backend backend = Opened.file(file)) {
      assertThat(backend.require(KEYVALUE_SCAN).entries("").toList())
          .hasSize(32)
          .allSatisfy(e -> assertThat(e.value()).isEqualTo(bytes(e.key() + " 100")));
    }
  }

  private BackendException refusal(ErrorKind kind) {
    BackendException refusal =
        catchThrowableOfType(BackendException.class, () -> Opened.file(file).close());
    assertThat(refusal).as("opening is refused").isNotNull();
    assertThat(refusal.kind()).isEqualTo(kind);
    assertThat(refusal).hasMessageContaining(file.toString());
    return refusal;
  }

  private static int indexOf(byte[] content, int from) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    return text.indexOf("nothing else", from);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
