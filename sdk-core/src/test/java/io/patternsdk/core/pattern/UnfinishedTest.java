package io.patternsdk.core.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class UnfinishedTest {

  private static final Unfinished SOME = Unfinished.inFlight(2).and("parked", 3, "changes kept");

  @Test
  void countsAreToldInTheOrderInWhichTheyWereNamed() {
    assertThat(SOME).hasToString("in-flight 2, parked 3");
    assertThat(SOME.count("parked")).isEqualTo(3);
    assertThat(SOME.count("unknown")).isZero();
  }

  @Test
  void anyCountAboveZeroIsSomething() {
    assertThat(Unfinished.NOTHING.isNothing()).isTrue();
    assertThat(Unfinished.inFlight(0).and("parked", 0, "").isNothing()).isTrue();
    assertThat(Unfinished.inFlight(0).and("parked", 1, "").isNothing()).isFalse();
  }

  @Test
  void whatServicesHaveTakenIsTheSameWorkAsWhatThePatternHas() {
    assertThat(SOME.inFlightAtLeast(1)).isEqualTo(SOME);
    assertThat(SOME.inFlightAtLeast(5)).hasToString("in-flight 5, parked 3");
  }

  @Test
  void namesThatTheLastLineCouldNotTellApartAreRefused() {
    assertThatThrownBy(() -> SOME.and("two words", 1, "")).hasMessageContaining("two words");
    assertThatThrownBy(() -> SOME.and("parked", 1, "")).hasMessageContaining("twice");
    assertThatThrownBy(() -> new Unfinished(List.of())).hasMessageContaining("in-flight");
  }
}
