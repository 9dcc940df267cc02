package io.patternsdk.app.session.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.app.session.demo.Finding.Fault;
import io.patternsdk.app.session.demo.FlawedStore.Flaw;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * The crowd and its account find each thing that a store does wrong, and nothing in a right one.
 */
class AccountTest {
  private static final int SEEDS = 4;

  private static List<Finding> found(Flaw flaw, long seed) throws InterruptedException {
    return found(new Account(), flaw, seed);
  }

  private static List<Finding> found(Account account, Flaw flaw, long seed)
      throws InterruptedException {
    try (Crowd crowd = new Crowd(new FlawedStore(account, flaw), account, 32, 4)) {
      crowd.run(seed * 1_000);
      account.settle();
      crowd.audit();
    }
    return account.judge();
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "LOST_ANSWERS"})
  void aRightStoreIsFoundRightThoughAnswersAreLost(Flaw flaw) throws InterruptedException {
    for (int seed = 0; seed < SEEDS; seed++) {
      assertThat(found(flaw, seed)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"NONE", "LOST_ANSWERS"})
  void eachFlawIsFoundEachTime(Flaw flaw) throws InterruptedException {
    for (int seed = 0; seed < SEEDS; seed++) {
      Set<Fault> faults = EnumSet.noneOf(Fault.class);
      found(flaw, seed).forEach(finding -> faults.add(finding.fault()));
      assertThat(faults).as("seed %s", seed).contains(expected(flaw));
    }
  }

  @ParameterizedTest
  @EnumSource
  void thatOfRegionsFindsWhatConcernsSessions(Flaw flaw) throws InterruptedException {
    for (int seed = 0; seed < SEEDS; seed++) {
      Set<Fault> faults = EnumSet.noneOf(Fault.class);
      found(Account.ofRegions(), flaw, seed).forEach(finding -> faults.add(finding.fault()));
      switch (flaw) {
        case NONE,
            LOST_ANSWERS,
            TELLS_TWICE,
            TELLS_NOTHING,
            TELLS_TOO_MUCH,
            EACH_IS_TOLD_THAT_IT_ENDED_IT ->
            assertThat(faults).as("seed %s", seed).isEmpty();
        default -> assertThat(faults).as("seed %s", seed).contains(expected(flaw));
      }
    }
  }

  private static Fault expected(Flaw flaw) {
    return switch (flaw) {
      case NONE, LOST_ANSWERS -> throw new IllegalArgumentException();
      case FORGETS_A_WRITE, WRITES_TAKE_OTHERS_ALONG, RENAMING_FORGETS -> Fault.LOST_WRITE;
      case LATE_WRITES_RESURRECT,
          OLD_IDS_STAY,
          DELETES_FORGET,
          LOGOUTS_MISS_ONE,
          LISTS_KEEP_THE_ENDED ->
          Fault.RESURRECTED;
      case SESSIONS_VANISH -> Fault.LOST_SESSION;
      case TELLS_TWICE -> Fault.TOLD_TWICE;
      case TELLS_NOTHING -> Fault.NEVER_TOLD;
      case TELLS_TOO_MUCH -> Fault.TOLD_FALSELY;
      case EACH_IS_TOLD_THAT_IT_ENDED_IT -> Fault.ENDED_TWICE;
      case LISTS_LACK_ONE -> Fault.LISTED_WRONGLY;
    };
  }

  @Test
  void whatExpiresTooLateIsFound() throws InterruptedException {
    Account account = new Account();
    Operation made =
        new Operation(
            Operation.Kind.CREATE_BRIEF,
            "s",
            account.now(),
            account.now(),
            Outcome.DONE,
            Map.of(),
            "",
            "");
    account.add(made);
    assertThat(account.judge()).extracting(Finding::fault).containsExactly(Fault.OVERDUE);
  }
}
