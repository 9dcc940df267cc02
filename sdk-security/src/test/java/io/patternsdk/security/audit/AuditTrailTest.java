package io.patternsdk.security.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever somebody does to the files is found. */
class AuditTrailTest {
  @TempDir Path directory;

  @BeforeEach
  void write() throws IOException {
    for (int i = 0; i < 3; i++) {
      Logs.write(AuditFiles.in(directory).key(Logs.KEY), 2 * i, 2 * i + 2);
    }
    assertThat(problems()).isEmpty();
  }

  private Path file(int number) {
    return new Segments(directory).file(number);
  }

  private AuditTrail trail() {
    return AuditTrail.in(directory).key(Logs.KEY);
  }

  private List<String> problems() throws IOException {
    return trail().verify().problems();
  }

  private void edit(int number, UnaryOperator<List<String>> editor) throws IOException {
    List<String> lines = editor.apply(new ArrayList<>(Files.readAllLines(file(number))));
    Files.writeString(file(number), lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
  }

  private static UnaryOperator<List<String>> without(int line) {
    return lines -> {
      String unused = lines.remove(line);
      return lines;
    };
  }

  @Test
  void aByteThatIsChangedIsFound() throws IOException {
    for (int number = 1; number <= 3; number++) {
      byte[] bytes = Files.readAllBytes(file(number));
      int last = bytes.length - (number == 3 ? 1 : 0); // which a kill may have left out
      for (int at = number; at < last; at += 3) {
        bytes[at] ^= 1;
        Files.write(file(number), bytes);
        assertThat(problems()).as("byte %d of file %d", at, number).isNotEmpty();
        bytes[at] ^= 1;
      }
      Files.write(file(number), bytes);
    }
    assertThat(problems()).isEmpty();
  }

  @Test
  void aLineThatIsTakenAwayIsFound() throws IOException {
    for (int number = 1; number <= 3; number++) {
      byte[] bytes = Files.readAllBytes(file(number));
      for (int line = 0; line < (number == 3 ? 3 : 4); line++) {
        edit(number, without(line));
        assertThat(problems()).as("line %d of file %d", line, number).isNotEmpty();
        Files.write(file(number), bytes);
      }
    }
  }

  @Test
  void linesThatWerePutInOrMovedAreFound() throws IOException {
    byte[] bytes = Files.readAllBytes(file(2));
    List<UnaryOperator<List<String>>> edits =
        List.of(
            lines -> {
              Collections.swap(lines, 1, 2);
              return lines;
            },
            lines -> {
              lines.add(2, lines.get(1));
              return lines;
            },
            lines -> {
              lines.add(3, lines.get(0));
              return lines;
            },
            lines -> {
              lines.add(1, "{}");
              return lines;
            },
            lines -> List.of());
    for (UnaryOperator<List<String>> edit : edits) {
      edit(2, edit);
      assertThat(problems()).isNotEmpty();
      Files.write(file(2), bytes);
    }
    Files.writeString(file(2), new String(bytes, UTF_8) + "torn");
    assertThat(problems()).anyMatch(problem -> problem.contains("4 bytes of no line"));
  }

  @Test
  void aFileThatIsTakenAwayOrExchangedIsFound() throws IOException {
    byte[] second = Files.readAllBytes(file(2));
    Files.delete(file(2));
    assertThat(problems()).anyMatch(problem -> problem.contains("number 9, where 5 is due"));
    Files.write(file(2), Files.readAllBytes(file(3)));
    Files.write(file(3), second);
    assertThat(problems()).isNotEmpty();
  }

  @Test
  void earlierFilesMayBeElsewhere() throws IOException {
    String before = trail().verify().last();
    Files.delete(file(1));
    AuditReport report = trail().reaching(before).verify();
    assertThat(report.problems()).isEmpty();
    assertThat(report.first()).isEqualTo(5);
  }

  @Test
  void hashesThatWereMadeAnewAreFoundByTheKeyAndByALineThatIsKnown() throws IOException {
    String known = trail().verify().last();
    for (int number = 1; number <= 3; number++) {
      Files.delete(file(number));
    }
    for (int i = 0; i < 3; i++) { // as before, but for one record; and without the key
      Logs.write(AuditFiles.in(directory), 2 * i, 2 * i + 2);
    }
    assertThat(problems()).anyMatch(problem -> problem.contains("written without a key"));
    AuditTrail plain = AuditTrail.in(directory);
    assertThat(plain.verify().problems()).isEmpty();
    assertThat(plain.reaching(known).verify().problems())
        .containsExactly("line 12 has another hash: all after it was written anew");
  }

  @Test
  void whatIsMissingAtTheEndIsFoundByALineThatIsKnown() throws IOException {
    String known = trail().verify().last();
    edit(3, without(3));
    AuditReport report = trail().verify();
    assertThat(report.problems()).isEmpty();
    assertThat(report.closed()).isFalse();
    assertThat(trail().reaching(known).verify().problems())
        .containsExactly("line 12 is missing: the log ends with line 11");
    Files.delete(file(3));
    assertThat(trail().reaching(known).verify().problems())
        .containsExactly("line 12 is missing: the log ends with line 8");
  }

  @Test
  void theCommandSaysWhatWasFound() throws IOException {
    Path key = Files.writeString(directory.resolve("key"), Logs.KEY.reveal() + "\n");
    String last = trail().verify().last();
    String[] command = {directory.toString(), "--key-file", key.toString(), "--reached", last};
    assertThat(run(0, command)).startsWith("whole: 3 files, from line 1 to " + last + ", ended in");
    edit(2, without(1));
    assertThat(run(1, command)).contains("audit-00000002.jsonl line 2", "NOT WHOLE");
    assertThat(run(78)).contains("expected: VerifyAudit DIRECTORY");
    assertThat(run(78, directory.toString(), "--reached", "x")).contains("x is no line");
    assertThat(run(78, directory.toString(), "--keys", "x")).contains("--keys is unknown");
    assertThat(run(78, directory + "/absent")).contains("NoSuchFileException");
  }

  private static String run(int expected, String... args) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream to = new PrintStream(said, true, UTF_8);
    assertThat(VerifyAudit.run(args, to, to)).isEqualTo(expected);
    return said.toString(UTF_8);
  }

  @Test
  void anEmptyDirectoryIsNoLog(@TempDir Path empty) throws IOException {
    assertThat(AuditTrail.in(empty).verify().problems())
        .containsExactly("there are no files of an audit log");
    assertThatThrownBy(() -> AuditTrail.in(empty).reaching("17"))
        .hasMessageContaining("expected its number");
  }
}
