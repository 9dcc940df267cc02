package io.patternsdk.core.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadFromTest {

  @Test
  void goesOnAfterTheGreatestOffsetOfEachPartition() {
    ReadFrom from = ReadFrom.after(List.of(new Offset(1, 7), new Offset(0, 3), new Offset(1, 9)));
    assertThat(from.offset(0)).contains(new Offset(0, 3));
    assertThat(from.offset(1)).contains(new Offset(1, 9));
    assertThat(from.offset(2)).isEmpty();
    assertThat(from.isLatest()).isFalse();
    assertThat(from).hasToString("after [0:3, 1:9], else earliest");
  }

  @Test
  void restOfThePartitionsMayBeginBehindTheNewest() {
    ReadFrom from = ReadFrom.latest().andAfter(List.of(new Offset(2, 5)));
    assertThat(from.isLatest()).isTrue();
    assertThat(from.offset(2)).contains(new Offset(2, 5));
    assertThat(ReadFrom.latest().offsets()).isEmpty();
  }

  @Test
  void readsAllPartitionsUnlessSomeAreNamed() {
    assertThat(ReadFrom.earliest().of(3)).containsExactly(0, 1, 2);
    assertThat(ReadFrom.earliest().in(List.of(2, 0)).of(3)).containsExactly(0, 2);
    assertThatThrownBy(() -> ReadFrom.earliest().in(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anOffsetIsReadBackFromItsText() {
    assertThat(Offset.parse("3:1742")).isEqualTo(new Offset(3, 1742));
    assertThat(Offset.parse(new Offset(0, Long.MAX_VALUE).toString()))
        .isEqualTo(new Offset(0, Long.MAX_VALUE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3", ":", "3:", ":7", "-1:7", "3:-7", "3:7:1", "a:b"})
  void otherTextIsNoOffset(String text) {
    assertThatThrownBy(() -> Offset.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("such as 3:1742");
  }

  @Test
  void offsetsOfTwoPartitionsAreNotCompared() {
    assertThat(new Offset(1, 8).after(new Offset(1, 7))).isTrue();
    assertThat(new Offset(1, 7).after(new Offset(1, 7))).isFalse();
    assertThatThrownBy(() -> new Offset(1, 8).after(new Offset(2, 7)))
        .hasMessageContaining("different partitions");
  }
}
