package io.patternsdk.lifecycle.internal.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Location;
import io.patternsdk.core.config.Problems;
import io.patternsdk.core.config.SettingsNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlFileTest {

  private static String problem(String text) {
    return catchThrowableOfType(
            ConfigException.class,
            () -> {
              Problems problems = new Problems();
              YamlFile.parse(text, "c.yaml", problems);
              problems.throwIfAny();
            })
        .getMessage();
  }

  private static SettingsNode.Mapping parse(String text) {
    Problems problems = new Problems();
    SettingsNode.Mapping root = YamlFile.parse(text, "c.yaml", problems);
    problems.throwIfAny();
    return root;
  }

  private static SettingsNode value(String text, String name) {
    return parse(text).entries().get(name).value();
  }

  @Test
  void everyNodeKnowsItsLineAndColumn() {
    SettingsNode.Mapping root = parse("# comment\na:\n  b: [x, \"y\"]\n");
    SettingsNode.Entry a = root.entries().get("a");
    assertThat(a.location()).isEqualTo(new Location("c.yaml", 2, 1));
    SettingsNode.Entry b = ((SettingsNode.Mapping) a.value()).entries().get("b");
    assertThat(b.location()).hasToString("c.yaml:3:3");
    assertThat(b.value())
        .isEqualTo(
            new SettingsNode.Sequence(
                List.of(
                    new SettingsNode.Scalar("x", false, new Location("c.yaml", 3, 7)),
                    new SettingsNode.Scalar("y", true, new Location("c.yaml", 3, 10))),
                new Location("c.yaml", 3, 6)));
  }

  @Test
  void textIsKeptAsItWasWritten() {
    for (String text : new String[] {"NO", "1_000", "017", "0x1F", "2001-01-01", "1e3", "null"}) {
      SettingsNode.Scalar scalar = (SettingsNode.Scalar) value("a: " + text, "a");
      assertThat(scalar.text()).isEqualTo(text);
      assertThat(scalar.quoted()).isFalse();
    }
    assertThat(value("a: |\n  two\n  lines\n", "a"))
        .isEqualTo(new SettingsNode.Scalar("two\nlines\n", true, new Location("c.yaml", 1, 4)));
  }

  @Test
  void aliasesStandForWhatTheyReferTo() {
    SettingsNode.Mapping root = parse("a: &x {b: 1}\nc: *x\nd: &x 2\ne: *x\n");
    assertThat(root.entries().get("c").value()).isEqualTo(root.entries().get("a").value());
    assertThat(root.entries().get("e").value()).isEqualTo(root.entries().get("d").value());
  }

  @Test
  void oneDocumentWithItsMarkersIsFine() {
    assertThat(parse("%YAML 1.2\n---\na: !!str 1\n...\n").entries()).containsKey("a");
  }

  @Test
  void aDuplicateNamesBothPlaces() {
    assertThat(problem("a:\n  b: 1\n  c: 2\n  b: 3\n"))
        .isEqualTo("c.yaml:4:3: a.b is given twice, first at c.yaml:2:3; keep one of them");
  }

  @Test
  void structureThatSettingsDoNotHaveIsRefused() {
    assertThat(problem("a: 1\n---\nb: 2\n"))
        .isEqualTo("c.yaml:2:1: the file has a second document; expected one document a file");
    assertThat(problem("")).isEqualTo("c.yaml: the file is empty; expected settings");
    assertThat(problem("- 1"))
        .isEqualTo("c.yaml:1:1: the file is not a map of settings; expected name: value");
    assertThat(problem("a: {[1]: 2}"))
        .isEqualTo("c.yaml:1:5: a has a name that is not text; expected name: value");
    assertThat(problem("a: {'': 2}"))
        .isEqualTo("c.yaml:1:5: a has an empty name; expected name: value");
    assertThat(problem("a:\n  <<: {b: 1}"))
        .isEqualTo(
            "c.yaml:2:3: a has a merge key (<<), which is not supported; write the settings out");
    assertThat(problem("a: !!int 5"))
        .isEqualTo("c.yaml:1:4: a has the tag !!int, which is not supported; remove the tag");
    assertThat(problem("a: !java.net.URL {b: 1}")).contains("the tag !java.net.URL");
    assertThat(problem("a: *x"))
        .isEqualTo("c.yaml:1:4: a refers to *x, which is not defined above; define it with &x");
    assertThat(problem("a: &x [*x]")).contains("a[0] refers to *x, which is not defined above");
  }

  @Test
  void bombsAreRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 20; i++) {
      bomb.append("a%d: &a%d [".formatted(i, i)).append("*a%d,".formatted(i - 1).repeat(10));
      bomb.append("]\n");
    }
    assertThat(problem(bomb.toString()))
        .contains("makes the file too large; expected at most 50000");
    assertThat(problem("a: " + "[".repeat(10_000)))
        .isEqualTo("c.yaml:1:53: the file is nested too deeply; expected at most 50 levels");
  }

  @Test
  void syntaxErrorsAreSaidInWords() {
    assertThat(problem("a:\n\tb: 1\n"))
        .isEqualTo("c.yaml:2:1: a tab stands in the indentation; indent with spaces");
    assertThat(problem("a: 1\nname:\tx"))
        .isEqualTo("c.yaml:2:6: a tab stands before a value; write a space");
    assertThat(problem("a: b: c"))
        .isEqualTo(
            "c.yaml:1:5: a second \": \" stands in one value, or the indentation is wrong;"
                + " put the value in quotes or align the lines");
    assertThat(problem("a:\n  b: 1\n c: 2\n"))
        .isEqualTo(
            "c.yaml:3:2: the indentation does not fit the lines above;"
                + " align the lines of one section");
    assertThat(problem("a: 1\nb\nc: 2"))
        .isEqualTo("c.yaml:2:1: a name stands without a colon; expected name: value");
    assertThat(problem("a: \"x\nb: 2\n"))
        .isEqualTo("c.yaml:1:4: a quote is not closed; close it with the same quote");
    assertThat(problem("a: [1,\nb: 3"))
        .isEqualTo("c.yaml:1:4: a list in brackets is not closed; expected , or ]");
    assertThat(problem("a: {x: 1,\nb: 3"))
        .isEqualTo("c.yaml:1:4: a map in braces is not closed; expected , or }");
    assertThat(problem("a: \"\\q\""))
        .isEqualTo(
            "c.yaml:1:6: a backslash in double quotes begins no known escape;"
                + " write \\\\ or use single quotes");
    assertThat(problem("a: @x"))
        .isEqualTo(
            "c.yaml:1:4: a value begins with a character that means something to YAML;"
                + " put the value in quotes");
    assertThat(problem("a: 1\nb: \u0001"))
        .isEqualTo(
            "c.yaml:2:4: the character U+0001 may not stand in YAML;"
                + " remove it or write it as an escape in double quotes");
    assertThat(problem("%YAML 3.0\n---\na: 1")).startsWith("c.yaml:1:1: this is not YAML: ");
  }

  @Test
  void whatWasNotedBeforeASyntaxErrorIsReportedToo() {
    assertThat(problem("a: 1\na: 2\nb: c: d\n").lines()).hasSize(2);
  }

  @Test
  void aFileIsReadAndNamedAsGiven(@TempDir Path dir) throws IOException {
    Path file = Files.writeString(dir.resolve("c.yaml"), "\uFEFFa: ü\n");
    SettingsNode.Mapping root = YamlFile.read(file, new Problems());
    assertThat(root.entries().get("a").location()).hasToString(file + ":1:1");
  }

  @Test
  void aFileThatCannotBeReadIsExplained(@TempDir Path dir) throws IOException {
    Path binary = Files.write(dir.resolve("b"), new byte[] {(byte) 0xff});
    Path large = Files.write(dir.resolve("l"), new byte[(1 << 20) + 1]);
    assertUnreadable(dir.resolve("x"), "the file does not exist; expected a configuration file");
    assertUnreadable(binary, "the file is not text; expected UTF-8");
    assertUnreadable(large, "the file is larger than 1MiB");
    assertUnreadable(dir, "the file is a directory; expected a configuration file");
  }

  private static void assertUnreadable(Path file, String message) {
    assertThatThrownBy(() -> YamlFile.read(file, new Problems()))
        .isInstanceOf(ConfigException.class)
        .hasMessage(file + ": " + message);
  }
}
