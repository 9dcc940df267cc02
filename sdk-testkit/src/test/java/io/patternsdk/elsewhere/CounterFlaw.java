package io.patternsdk.elsewhere;

/** What may be wrong with a {@link CounterDriver}, and the case that has to notice. */
enum CounterFlaw {
  NONE(""),
  TOTALS_ARE_ONE_TOO_HIGH("whatIsAddedIsSeenThroughAnotherDriver"),
  LOST_ANSWERS_ARE_ASKED_FOR_AGAIN("aLostAnswerLeavesTheEffectOpen"),
  LOST_ANSWERS_ARE_CALLED_HARMLESS("aLostAnswerLeavesTheEffectOpen"),
  OPENING_IGNORES_THE_DEADLINE(
      "aServerThatAcceptsAndIsSilentIsNamedAtTheDeadlineAndNothingIsLeftOpen"),
  A_SILENT_SERVER_IS_NOT_NAMED(
      "aServerThatAcceptsAndIsSilentIsNamedAtTheDeadlineAndNothingIsLeftOpen"),
  ADDING_IS_ACKNOWLEDGED_UNASKED("whatWasAcknowledgedOutlivesTheServer");

  final String caseName;

  CounterFlaw(String caseName) {
    this.caseName = caseName;
  }
}
