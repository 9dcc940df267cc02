package io.patternsdk.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.config.ConfigException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {

  @Test
  void nothingMeansToRun() {
    assertThat(CommandLine.parse().mode()).isEqualTo(CommandLine.Mode.RUN);
  }

  @Test
  void optionsMayStandInAnyOrderAndWithAnEqualsSign() {
    CommandLine line = CommandLine.parse("--dev", "validate", "--config=a.yaml", "--drivers", "d");
    assertThat(line.mode()).isEqualTo(CommandLine.Mode.VALIDATE);
    assertThat(line.config()).contains(Path.of("a.yaml"));
    assertThat(line.drivers()).contains(Path.of("d"));
    assertThat(line.dev()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --confg      | command line: --confg is unknown; did you mean --config?
          --conifg=x   | command line: --conifg is unknown; did you mean --config?
          valdate      | command line: valdate is unknown; did you mean validate?
          --frobnicate | command line: --frobnicate is unknown; see --help
          --config     | command line: --config needs a file
          --drivers    | command line: --drivers needs a directory
          validate --test-startup | command line: --test-startup contradicts validate; keep one of them
          --version run | command line: run contradicts --version; keep one of them
          validate validate | command line: validate is given twice; keep one of them
          --dev --dev  | command line: --dev is given twice; keep one of them
          --config a --config=b | command line: --config is given twice; keep one of them
          --drivers=a --drivers b | command line: --drivers is given twice; keep one of them
          --dev=yes    | command line: --dev takes no value
          """)
  void aMistakeIsNamedWithWhatWouldBeRight(String argument, String message) {
    assertThatThrownBy(() -> CommandLine.parse(argument.split(" ")))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
  }

  @Test
  void helpIsGivenWhateverElseIsAskedFor() {
    assertThat(CommandLine.parse("validate", "--help").mode()).isEqualTo(CommandLine.Mode.HELP);
    assertThat(CommandLine.parse("--help", "--version").mode()).isEqualTo(CommandLine.Mode.HELP);
  }

  @Test
  void allMistakesAreNamedAtOnce() {
    assertThatThrownBy(() -> CommandLine.parse("--foo", "--bar"))
        .hasMessageContaining("--foo")
        .hasMessageContaining("--bar");
  }
}
