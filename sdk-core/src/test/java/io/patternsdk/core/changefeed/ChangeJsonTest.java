package io.patternsdk.core.changefeed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.patternsdk.core.changefeed.Change.Kind;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.SampleRows;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChangeJsonTest {

  @Test
  void changesOfEveryKindAreReadBack() {
    for (Kind kind : Kind.values()) {
      Change change = change(kind);
      JsonObject json = JsonObject.parse(ChangeJson.write(change).toString());
      assertThat(ChangeJson.read(json)).isEqualTo(change);
    }
  }

  @Test
  void whatTheSourceSaysOfItIsReadBack() {
    for (SourceInfo.Mark mark : SourceInfo.Mark.values()) {
      Change change = change(Kind.READ).with(new SourceInfo("shop", 1L << 40, 812, mark));
      JsonObject json = JsonObject.parse(ChangeJson.write(change).toString());
      assertThat(ChangeJson.read(json)).isEqualTo(change);
    }
  }

  @Test
  void otherRowsLeaveAllElseThatIsSaidOfIt() {
    Change change = change(Kind.UPDATE).with(SourceInfo.of("shop", 7));
    Change other = change.with(change.schema(), change.after(), change.before());
    assertThat(other.before()).isEqualTo(change.after());
    assertThat(other.with(change.schema(), change.before(), change.after())).isEqualTo(change);
  }

  private static Change change(Kind kind) {
    Row before = new SampleRows(1).row();
    Row after = new SampleRows(2).row();
    boolean had = kind == Kind.UPDATE || kind == Kind.DELETE;
    boolean has = kind != Kind.DELETE && kind != Kind.TRUNCATE;
    return new Change(
        new FeedPosition("s", 7, 2),
        kind,
        SampleRows.schema(),
        had ? Optional.of(before) : Optional.empty(),
        has ? Optional.of(after) : Optional.empty(),
        "812",
        Instant.parse("2024-02-29T12:34:56.123456Z"));
  }

  @Test
  void anotherFormIsRefused() {
    JsonObject json = ChangeJson.write(change(Kind.INSERT));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ChangeJson.read(json.toBuilder().put("form", 2).build()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ChangeJson.read(json.toBuilder().put("position", "x").build()));
  }

  @Test
  void aChangeHasTheRowsOfItsKind() {
    Change insert = change(Kind.INSERT);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Change(
                    insert.position(),
                    Kind.DELETE,
                    insert.schema(),
                    insert.before(),
                    insert.after(),
                    "",
                    insert.committed()));
  }
}
