package io.patternsdk.testkit.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatrixPageTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final MatrixLine PLAIN =
      new MatrixLine("plain", "Server 1.0", "counter_basic", 7, Map.of("durability", "volatile"));
  private static final MatrixLine SAFE =
      new MatrixLine("safe", "Server 1.0", "counter_basic", 7, Map.of("durability", "synced"));

  @Test
  void thePageOfTheDocsIsWhatTheDriversRecorded() throws IOException {
    assertThat(Files.readString(ROOT.resolve("docs/matrix.md")))
        .as("docs/matrix.md is stale; script/matrix writes it")
        .isEqualTo(MatrixPage.of(ROOT));
  }

  @Test
  void eachDriverOfThisProjectKeepsARecord() throws IOException {
    try (Stream<Path> folders = Files.list(ROOT)) {
      assertThat(folders.filter(folder -> Files.exists(folder.resolve("src/test/java"))))
          .filteredOn(folder -> folder.getFileName().toString().startsWith("driver-"))
          .isNotEmpty()
          .allSatisfy(
              folder ->
                  assertThat(Matrix.read(folder.resolve("src/test/matrix.tsv")).lines())
                      .isNotEmpty());
    }
  }

  @Test
  void whatIsWrittenIsReadBack(@TempDir Path directory) {
    Matrix matrix = new Matrix(List.of(PLAIN, SAFE));
    matrix.write(directory.resolve("matrix.tsv"));
    assertThat(Matrix.read(directory.resolve("matrix.tsv"))).isEqualTo(matrix);
  }

  @Test
  void anotherCountOrPromiseIsADifferenceAndAnotherVersionOfTheServerIsNone() {
    Matrix file = new Matrix(List.of(PLAIN));
    assertThat(file.differences(new Matrix(List.of(changed("Server 2.0", 7, "volatile")))))
        .isEmpty();
    assertThat(file.differences(new Matrix(List.of(changed("Server 1.0", 8, "volatile")))))
        .hasSize(2);
    assertThat(file.differences(new Matrix(List.of(changed("Server 1.0", 7, "synced")))))
        .containsExactly(
            "+ plain\t\tcounter_basic\t7\tdurability=synced",
            "- plain\t\tcounter_basic\t7\tdurability=volatile");
    assertThat(file.differences(new Matrix(List.of(PLAIN, SAFE)))).hasSize(1);
    assertThat(new Matrix(List.of(PLAIN, SAFE)).differences(file)).hasSize(1);
  }

  @Test
  void whatCannotRunHereIsKept() {
    Matrix file = new Matrix(List.of(PLAIN, SAFE));
    assertThat(new Matrix(List.of(PLAIN)).with(file, Set.of("safe"))).isEqualTo(file);
  }

  @Test
  void thePageNamesTheVariantsWhereTheyDiffer() {
    String page =
        MatrixPage.of(
            Map.of("both", new Matrix(List.of(PLAIN, SAFE)), "one", new Matrix(List.of(SAFE))));
    assertThat(page)
        .contains(
            "| `counter_basic` | 7 | 7 |",
            "| `counter_basic` | durability | volatile (plain); synced (safe) | synced |",
            "| both | plain | Server 1.0 | 1 | 7 |");
  }

  private static MatrixLine changed(String server, int cases, String durability) {
    return new MatrixLine(
        "plain", server, "counter_basic", cases, Map.of("durability", durability));
  }
}
