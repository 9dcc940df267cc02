package io.patternsdk.benchmarks.paired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.benchmarks.paired.Comparison.Line;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoundsTest {
  private static final List<String> BOTH = List.of("peer", "ours");

  @Test
  void aRatioIsTheMedianOfThoseWithinEachRound() {
    // a load slows all in the second round, and ours alone in the third
    Line ours = rounds(turns(10, 40, 20), turns(5, 20, 30)).lines("title", 1, BOTH).getLast();
    assertThat(ours.ratio()).isEqualTo(0.5);
    assertThat(ours.nanos()).isEqualTo(20);
  }

  @Test
  void theReferenceIsTheFirstThatIsAskedFor() {
    Rounds<String> taken = rounds(turns(8, 8, 8), turns(2, 2, 2));
    assertThat(taken.lines("title", 1, BOTH)).extracting(Line::ratio).containsExactly(1.0, 0.25);
    assertThat(taken.lines("title", 1, BOTH.reversed()))
        .extracting(Line::ratio)
        .containsExactly(1.0, 4.0);
  }

  @Test
  void everyRoundIsATurnOfEachInAnOrderThatChanges() {
    List<String> order = new ArrayList<>();
    var unused = Rounds.of(BOTH, 20, name -> noted(name, order));
    Set<List<String>> orders = new HashSet<>();
    for (int turn = 0; turn < order.size(); turn += 2) {
      orders.add(order.subList(turn, turn + 2));
    }
    assertThat(order).hasSize(40);
    assertThat(orders).containsExactlyInAnyOrder(BOTH, BOTH.reversed());
  }

  @Test
  void disturbedTurnsAreLeftOutWhereSevenAreNot() {
    assertThat(tenDisturbedAnd(7)).extracting(Line::nanos, Line::ratio).containsExactly(1.0, 1.0);
    assertThat(tenDisturbedAnd(6)).extracting(Line::nanos, Line::ratio).containsExactly(50., 50.);
    assertThat(tenDisturbedAnd(6).undisturbed()).isEqualTo(6);
  }

  @Test
  void whoTookNoTurnHasNoLine() {
    Rounds<String> taken = rounds(turns(1), turns(1));
    assertThatThrownBy(() -> taken.lines("title", 1, List.of("peer", "another")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another");
  }

  private static Sample noted(String name, List<String> order) {
    order.add(name);
    return sample(1, true);
  }

  private static Line tenDisturbedAnd(int undisturbed) {
    List<Sample> peer = Collections.nCopies(undisturbed + 10, sample(1, true));
    List<Sample> ours = new ArrayList<>(Collections.nCopies(undisturbed, sample(1, true)));
    ours.addAll(Collections.nCopies(10, sample(50, false)));
    return rounds(peer, ours).lines("title", 1, BOTH).getLast();
  }

  private static Rounds<String> rounds(List<Sample> peer, List<Sample> ours) {
    Iterator<Sample> peers = peer.iterator();
    Iterator<Sample> own = ours.iterator();
    return Rounds.of(BOTH, peer.size(), name -> name.equals("peer") ? peers.next() : own.next());
  }

  private static List<Sample> turns(int... nanos) {
    List<Sample> turns = new ArrayList<>();
    for (int each : nanos) {
      turns.add(sample(each, true));
    }
    return turns;
  }

  private static Sample sample(double nanos, boolean undisturbed) {
    return new Sample(nanos, 0, undisturbed);
  }
}
