package io.patternsdk.testkit.contract;

/** Something that a driver may get wrong, and the case that has to notice. */
enum Flaw {
  SET_KEEPS_THE_TTL(KeyValueTtlContract.class, "plainSettingClearsTheTtl"),
  DELETE_IS_ALWAYS_TRUE(KeyValueContract.class, "deletingTheAbsentSucceeds"),
  EMPTY_IS_ABSENT(KeyValueContract.class, "anEmptyValueIsNotAbsent"),
  KEYS_IGNORE_CASE(KeyValueContract.class, "oddKeysAreKeptApart"),
  INTERRUPT_IS_SWALLOWED(KeyValueContract.class, "anInterruptIsKeptAndHarmsNothing"),
  SCAN_SKIPS_ONE(KeyValueScanContract.class, "eachKeyIsSeenExactlyOnceWhileOthersComeAndGo"),
  SCAN_REPEATS_ONE(KeyValueScanContract.class, "eachKeyIsSeenExactlyOnceWhileOthersComeAndGo"),
  SCAN_SHOWS_THE_EXPIRED(KeyValueTtlContract.class, "whatExpiredIsAbsentInScans"),
  TTL_IS_HALVED(KeyValueTtlContract.class, "aValueExpiresAndNeverEarly"),
  TTL_IS_IGNORED(KeyValueTtlContract.class, "aValueExpiresAndNeverEarly"),
  TTLS_ARE_A_LITTLE_SHORT(KeyValueTtlContract.class, "aValueExpiresAndNeverEarly"),
  EXPIRING_IS_A_LITTLE_SHORT(KeyValueTtlContract.class, "expireGivesANewTtl"),
  CAS_TTLS_ARE_A_LITTLE_SHORT(
      KeyValueCasTtlContract.class, "whatIsSetIfAbsentExpiresAndNeverEarly"),
  REPLACED_TTLS_ARE_A_LITTLE_SHORT(
      KeyValueCasTtlContract.class, "aReplacedValueExpiresAndNeverEarly"),
  BATCH_READS_NULL(KeyValueBatchContract.class, "theAbsentIsLeftOut"),
  CAS_DOES_NOT_COMPARE(KeyValueCasContract.class, "aVersionOfThePastReplacesNothing"),
  CAS_IS_NOT_ATOMIC(KeyValueCasRaceContract.class, "ofManyThatReplaceOneWins"),
  CAS_KEEPS_THE_TTL(KeyValueCasContract.class, "replacingClearsTheTtl"),
  LOSING_CAS_CHANGES_THE_TTL(KeyValueCasTtlContract.class, "losingLeavesValueAndTtlAsTheyWere"),
  A_RESIDUAL_IS_FORGOTTEN(DocumentAnswersContract.class, "withoutIndexes"),
  NUMBERS_ARE_DOUBLES(DocumentAnswersContract.class, "withIndexesOnAllFields"),
  DESCENDING_TURNS_THE_KEYS(DocumentAnswersContract.class, "inEveryOrder"),
  PAGES_OVERLAP(DocumentAnswersContract.class, "afterEveryPosition"),
  SUBSCRIPTION_IS_CONFIRMED_LATE(
      PubSubContract.class, "whatIsPublishedRightAfterSubscribingIsReceived"),
  HEADERS_ARE_LOST(PubSubContract.class, "allOfAMessageArrives"),
  HEADERS_ARE_SORTED(PubSubContract.class, "allOfAMessageArrives"),
  QUEUED_HEADERS_ARE_SORTED(QueueContract.class, "allOfAMessageArrivesOnce"),
  TOPICS_ARE_PATTERNS(PubSubLimitsContract.class, "oddTopicsAreKeptApart"),
  DELIVERIES_OVERTAKE(PubSubContract.class, "theOrderOfAPublisherIsKept"),
  A_THROWING_HANDLER_ENDS_IT(SubscriptionContract.class, "aCallThatThrowsIsFollowedByTheNext"),
  CLOSING_DOES_NOT_WAIT(SubscriptionEndContract.class, "closingWaitsUntilTheDeadlineAndNoLonger"),
  CLOSING_IGNORES_THE_DEADLINE(
      SubscriptionEndContract.class, "closingWaitsUntilTheDeadlineAndNoLonger"),
  CLOSING_IGNORES_THE_OPERATION_TIMEOUT(
      SubscriptionEndContract.class, "closingWaitsNoLongerThanTheOperationTimeout"),
  CLOSING_ENDS_NOTHING(SubscriptionEndContract.class, "afterClosingNoCallBegins"),
  CLOSING_FROM_INSIDE_ENDS_NOTHING(
      SubscriptionEndContract.class, "aSubscriptionMayBeClosedFromInside"),
  CLOSING_A_PATTERN_ENDS_NOTHING(PubSubWildcardsContract.class, "afterClosingNoCallBegins"),
  DROPS_ARE_NOT_COUNTED(
      SubscriptionContract.class, "whatASlowSubscriberMissesIsBoundedCountedAndReported"),
  DROPS_ARE_NOT_REPORTED(
      SubscriptionContract.class, "whatASlowSubscriberMissesIsBoundedCountedAndReported"),
  A_STAR_SPANS_SEGMENTS(PubSubWildcardsContract.class, "aPatternReceivesExactlyWhatItMatches"),
  ENQUEUE_SKIPS_THE_SAME_ID(QueueContract.class, "enqueuingAgainStoresAgainWithTheSameId"),
  ACK_DOES_NOTHING(QueueContract.class, "whatIsAcknowledgedIsGone"),
  MAX_IS_IGNORED(QueueContract.class, "noMoreAreReceivedThanAskedFor"),
  NOBODY_WAITS(QueueWaitContract.class, "aWaitWithoutAMessageEndsEmptyAndNeverEarly"),
  NOBODY_IS_WOKEN(QueueWaitContract.class, "aMessageWakesWhoWaits"),
  WAITS_END_AT_THE_OPERATION_TIMEOUT(
      QueueWaitContract.class, "aWaitMayBeLongerThanTheOperationTimeout"),
  WAITS_IGNORE_THE_DEADLINE(QueueWaitContract.class, "aWaitEndsEmptyAtTheDeadline"),
  ATTEMPTS_ARE_FORGOTTEN(QueueRedeliveryContract.class, "whatIsGivenBackIsDeliveredAgain"),
  OLD_RECEIPTS_HOLD(QueueRedeliveryContract.class, "anOldReceiptHoldsNothing"),
  NOTHING_IS_DELIVERED_AGAIN(
      QueueRedeliveryContract.class, "whatIsNotAcknowledgedInTimeIsDeliveredAgain"),
  VISIBILITY_IS_HALVED(
      QueueVisibilityContract.class, "whatIsReceivedIsHiddenForTheChosenTimeAndNeverLess"),
  VISIBILITY_IS_A_LITTLE_SHORT(
      QueueVisibilityContract.class, "whatIsReceivedIsHiddenForTheChosenTimeAndNeverLess"),
  CONFIGURED_VISIBILITY_IS_A_LITTLE_SHORT(
      QueueRedeliveryContract.class, "whatIsDeliveredIsHiddenAsLongAsConfiguredAndNeverLess"),
  EXTENDING_IS_A_LITTLE_SHORT(
      QueueVisibilityContract.class, "whatIsExtendedIsHiddenFromThenOnAndNeverLess"),
  EXTENDING_DOES_NOTHING(QueueVisibilityContract.class, "extendingHidesForLonger"),
  NOTHING_IS_SET_ASIDE(QueueDeadLetterContract.class, "whatIsGivenBackTooOftenIsSetAside"),
  REDRIVING_KEEPS_THE_ATTEMPTS(
      DeadLetterRedriveContract.class, "whatIsRedrivenIsDeliveredWithItsAttemptsCountedAnew"),
  CLOSING_LEAVES_WHO_WAITS(QueueWaitContract.class, "closingTheDriverEndsAWait"),
  CLOSING_LEAVES_SUBSCRIPTIONS(SubscriptionEndContract.class, "closingTheDriverEndsIt"),
  A_SECOND_CLOSE_TAKES_LONG(DriverEndContract.class, "closingAgainDoesNothing"),
  OPENING_HANGS_BEFORE_IT_FAILS(DriverContract.class, "unknownSettingsAreRefused"),
  DEADLINES_ARE_IGNORED(DriverContract.class, "withoutAnAnswerEveryCallEndsAtItsDeadline"),
  OPERATION_TIMEOUTS_ARE_IGNORED(
      DriverContract.class, "withoutAnAnswerEveryCallEndsAtTheOperationTimeout"),
  CLOSED_STILL_WORKS(DriverEndContract.class, "afterClosingEveryCallFailsAsClosed"),
  SETTINGS_ARE_IGNORED(DriverContract.class, "unknownSettingsAreRefused"),
  A_THREAD_IS_LEFT(DriverEndContract.class, "closingLeavesNothingBehind");

  final Class<?> contract;
  final String caseName;

  Flaw(Class<?> contract, String caseName) {
    this.contract = contract;
    this.caseName = caseName;
  }
}
