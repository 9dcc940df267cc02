package io.patternsdk.core.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoreVersionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.1.0          | [0.1,0.2) | true",
        "0.1.0-SNAPSHOT | [0.1,0.2) | true",
        "0.1.99         | [0.1,0.2) | true",
        "0.2.0          | [0.1,0.2) | false",
        "0.2.0          | [0.1,0.2] | true",
        "0.1.0          | (0.1,0.2) | false",
        "0.10.0         | [0.9,1)   | true",
        "9.9            | [0.1,)    | true",
        "0.0.1          | (,0.1)    | true"
      })
  void aVersionLiesInARangeOrNot(String version, String range, boolean expected) {
    assertThat(CoreVersion.in(version, range)).isEqualTo(expected);
  }

  @Test
  void aRangeOfAnotherFormIsRefused() {
    for (String wrong : new String[] {"", "0.1", "[0.1]", "0.1,0.2", "[0.1,0.2,0.3)"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> CoreVersion.in("0.1.0", wrong))
          .withMessageContaining("[0.1,0.2)");
    }
  }

  @Test
  void thisCoreKnowsItsVersion() {
    assertThat(CoreVersion.current()).matches("\\d+\\.\\d+\\.\\d+.*");
  }
}
