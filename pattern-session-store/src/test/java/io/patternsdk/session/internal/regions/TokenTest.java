package io.patternsdk.session.internal.regions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.merge.Patch;
import io.patternsdk.core.merge.Stamp;
import io.patternsdk.core.merge.StoredRecord;
import io.patternsdk.session.regions.Token;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TokenTest {
  private static Stamp stamp(long time, String writer) {
    return new Stamp(time, writer);
  }

  private static StoredRecord record(Stamp... stamps) {
    StoredRecord record = new StoredRecord(Map.of(), 0, 0);
    for (int i = 0; i < stamps.length; i++) {
      Patch patch = Patch.at(stamps[i]).set("f" + i, "x").build();
      record = StoredRecord.merged(record, patch, 0);
    }
    return record;
  }

  @Test
  void itIsAText() {
    Token token =
        Token.none().plus(stamp(5, "eu_1")).plus(stamp(9, "us-2_a")).plus(stamp(7, "eu_1"));
    assertThat(token.text()).matches("[a-zA-Z0-9_.-]+");
    assertThat(Token.parse(token.text())).isEqualTo(token);
    assertThat(Token.parse("")).isEqualTo(Token.none());
    assertThat(token).isNotEqualTo(Token.none().plus(stamp(5, "eu_1")).plus(stamp(9, "us-2_a")));
    for (String odd : new String[] {"x", token.text() + ".", "." + token.text(), "..", "; a=b"}) {
      assertThatThrownBy(() -> Token.parse(odd)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void onlyWhatWasWrittenShowsThatItHasCome() {
    Token token = Token.none().plus(stamp(5, "eu_1"));
    assertThat(token.missing("us", record(stamp(5, "eu_1")))).isEmpty();
    assertThat(token.missing("us", record(stamp(2, "eu_1"), stamp(6, "eu_1"))))
        .containsExactly("eu"); // what was written at the same time may have come first
    assertThat(token.missing("us", record(stamp(4, "eu_1"), stamp(6, "eu_2"))))
        .containsExactly("eu");
    assertThat(token.missing("us", null)).containsExactly("eu");
    assertThat(token.missing("eu", null)).isEmpty();
  }

  @Test
  void whatWasWrittenByTooManyIsKnownByTheirRegions() {
    Token token = Token.none();
    for (int i = 0; i < 100; i++) {
      token = token.plus(stamp(i, (i % 2 == 0 ? "eu_" : "us_") + i));
    }
    assertThat(token.text().length()).isLessThan(500);
    assertThat(token.missing("ap", record(stamp(98, "eu_98"), stamp(99, "us_99")))).contains("eu");
    assertThat(token.missing("eu", null)).containsExactly("us");
  }

  @Test
  void ofAnswersThatCameAtOnceNoneShowsTheOther() {
    Token asked = Token.none().plus(stamp(2, "us_1"));
    Token one = asked.plus(stamp(5, "eu_1"));
    Token other = asked.plus(stamp(7, "eu_1")).plus(stamp(6, "ap_1"));
    Token both = one.and(other);
    assertThat(both).isEqualTo(other.and(one));
    assertThat(both.missing("us", record(stamp(7, "eu_1"), stamp(6, "ap_1"))))
        .containsExactly("eu");
    assertThat(both.missing("eu", record(stamp(2, "us_1"), stamp(6, "ap_1")))).isEmpty();
    assertThat(both.missing("eu", record(stamp(2, "us_1")))).containsExactly("ap");
    assertThat(Token.parse(both.text())).isEqualTo(both);
    assertThat(one.and(one)).isEqualTo(one);
    assertThat(one.and(Token.none())).isEqualTo(one);
  }
}
