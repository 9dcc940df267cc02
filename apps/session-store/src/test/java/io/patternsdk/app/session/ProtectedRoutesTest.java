package io.patternsdk.app.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys of the program, one run after the other on the same file. */
class ProtectedRoutesTest {
  private static final String K1 = "11".repeat(32);
  private static final String K2 = "22".repeat(32);

  @TempDir private Path directory;

  private Served with(String keys) {
    return Served.on(directory.resolve("store"), "    keys: " + keys + "\n");
  }

  @Test
  void aKeyIsRotatedAndWhatNeedsOneThatIsGoneNamesIt() throws Exception {
    String here;
    try (Served served = with("{k1: '" + K1 + "'}")) {
      here = served.created("{\"attributes\":{\"card\":\"4111\",\"theme\":\"dark\"}}");
    }
    try (Served served = with("{k2: '" + K2 + "'}")) {
      served.calls.put(here + "/attributes/theme", "{\"value\":\"light\"}").ok();
      String whole = served.calls.get(here).ok().toString();
      assertThat(whole).contains("\"attributes\":{\"theme\":\"light\"},\"unreadable\":[\"card\"]");
      served.calls.get(here + "/attributes/card").problem(500, "unreadable", "the key k1, which");
    }
    try (Served served = with("{k1: '" + K1 + "', k2: '" + K2 + "'}\n    write_key: k2")) {
      assertThat(served.calls.post("/v1/keys/k1/retire", "").ok())
          .hasToString("{\"sessions\":1,\"rewritten\":1,\"refused\":0}");
    }
    try (Served served = with("{k2: '" + K2 + "'}")) {
      assertThat(served.calls.get(here + "/attributes/card").ok())
          .hasToString("{\"value\":\"4111\"}");
    }
    assertThat(written())
        .isNotEmpty()
        .allSatisfy(text -> assertThat(text).doesNotContain("4111", K1, K2));
  }

  /** Returns what is in each file of the store. */
  private List<String> written() throws Exception {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .map(ProtectedRoutesTest::text)
          .filter(text -> !text.isEmpty())
          .toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
