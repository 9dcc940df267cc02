package io.patternsdk.testkit.contract;

/** Something that a driver may get wrong, and the case that has to notice. */
enum Flaw {
  SET_KEEPS_THE_TTL("KeyValueTtlContract", "plainSettingClearsTheTtl"),
  DELETE_IS_ALWAYS_TRUE("KeyValueContract", "deletingTheAbsentSucceeds"),
  VALUES_ARE_NOT_SYNCED("KeyValuePowerLossContract", "whatIsAcknowledgedIsThereAfterALossOfPower"),
  QUEUES_ARE_NOT_SYNCED("QueuePowerLossContract", "whatIsAcknowledgedIsThereAfterALossOfPower"),
  EMPTY_IS_ABSENT("KeyValueContract", "anEmptyValueIsNotAbsent"),
  KEYS_IGNORE_CASE("KeyValueContract", "oddKeysAreKeptApart"),
  INTERRUPT_IS_SWALLOWED("KeyValueContract", "anInterruptIsKeptAndHarmsNothing"),
  SCAN_SKIPS_ONE("KeyValueScanContract", "eachKeyIsSeenExactlyOnceWhileOthersComeAndGo"),
  SCAN_REPEATS_ONE("KeyValueScanContract", "eachKeyIsSeenExactlyOnceWhileOthersComeAndGo"),
  SCAN_SHOWS_THE_EXPIRED("KeyValueTtlContract", "whatExpiredIsAbsentInScans"),
  TTL_IS_HALVED("KeyValueTtlContract", "aValueExpiresAndNeverEarly"),
  TTL_IS_IGNORED("KeyValueTtlContract", "aValueExpiresAndNeverEarly"),
  TTLS_ARE_A_LITTLE_SHORT("KeyValueTtlContract", "aValueExpiresAndNeverEarly"),
  EXPIRING_IS_A_LITTLE_SHORT("KeyValueTtlContract", "expireGivesANewTtl"),
  CAS_TTLS_ARE_A_LITTLE_SHORT("KeyValueCasTtlContract", "whatIsSetIfAbsentExpiresAndNeverEarly"),
  REPLACED_TTLS_ARE_A_LITTLE_SHORT("KeyValueCasTtlContract", "aReplacedValueExpiresAndNeverEarly"),
  BATCH_READS_NULL("KeyValueBatchContract", "theAbsentIsLeftOut"),
  CAS_DOES_NOT_COMPARE("KeyValueCasContract", "aVersionOfThePastReplacesNothing"),
  CAS_IS_NOT_ATOMIC("KeyValueCasRaceContract", "ofManyThatReplaceOneWins"),
  CAS_KEEPS_THE_TTL("KeyValueCasContract", "replacingClearsTheTtl"),
  LOSING_CAS_CHANGES_THE_TTL("KeyValueCasTtlContract", "losingLeavesValueAndTtlAsTheyWere"),
  A_RESIDUAL_IS_FORGOTTEN("DocumentAnswersContract", "withoutIndexes"),
  NUMBERS_ARE_DOUBLES("DocumentAnswersContract", "withIndexesOnAllFields"),
  DESCENDING_TURNS_THE_KEYS("DocumentAnswersContract", "inEveryOrder"),
  PAGES_OVERLAP("DocumentAnswersContract", "afterEveryPosition"),
  THE_LAST_TO_COME_WINS("MergeContract", "theGreaterStampHoldsInEitherOrder"),
  NODES_ARE_NOT_COMPARED("MergeContract", "ofEqualTimesTheGreaterNodeHolds"),
  REMOVALS_ARE_FORGOTTEN("MergeContract", "aRemovalIsAWriteLikeAnother"),
  A_LATE_CREATION_RESURRECTS("LifecycleContract", "whatHasEndedIsGoneWhateverIsWritten"),
  RECORDS_NEVER_EXPIRE("LifecycleContract", "itExpiresWhenItWasIdleForLongEnough"),
  HORIZONS_ARE_IGNORED("LifecycleContract", "whatHasEndedIsKeptForItsHorizonAndThenForgotten"),
  NOTHING_IS_FORGOTTEN("LifecycleContract", "whatHasExpiredIsKeptForItsHorizonAndThenForgotten"),
  A_CONDITION_IS_NOT_ATOMIC("ConditionContract", "ofManyThatEndItOneDoes"),
  ABSENT_IS_NOT_ASKED("ConditionContract", "absentHoldsWhereNothingIs"),
  REVISIONS_ARE_NOT_COMPARED("ConditionContract", "unchangedHoldsForTheRevisionThatWasRead"),
  WHAT_IS_PENDING_IS_LISTED("RecordListContract", "whatIsAliveIsListedWithItsFields"),
  PAGES_OF_RECORDS_OVERLAP("RecordListContract", "pagesHaveEachOnce"),
  GROUPS_IGNORE_CASE("RecordListContract", "groupsAreKeptApart"),
  SUBSCRIPTION_IS_CONFIRMED_LATE(
      "PubSubContract", "whatIsPublishedRightAfterSubscribingIsReceived"),
  HEADERS_ARE_LOST("PubSubContract", "allOfAMessageArrives"),
  HEADERS_ARE_SORTED("PubSubContract", "allOfAMessageArrives"),
  QUEUED_HEADERS_ARE_SORTED("QueueContract", "allOfAMessageArrivesOnce"),
  TOPICS_ARE_PATTERNS("PubSubLimitsContract", "oddTopicsAreKeptApart"),
  DELIVERIES_OVERTAKE("PubSubContract", "theOrderOfAPublisherIsKept"),
  A_THROWING_HANDLER_ENDS_IT("SubscriptionContract", "aCallThatThrowsIsFollowedByTheNext"),
  CLOSING_DOES_NOT_WAIT("SubscriptionEndContract", "closingWaitsUntilTheDeadlineAndNoLonger"),
  CLOSING_IGNORES_THE_DEADLINE(
      "SubscriptionEndContract", "closingWaitsUntilTheDeadlineAndNoLonger"),
  CLOSING_IGNORES_THE_OPERATION_TIMEOUT(
      "SubscriptionEndContract", "closingWaitsNoLongerThanTheOperationTimeout"),
  CLOSING_ENDS_NOTHING("SubscriptionEndContract", "afterClosingNoCallBegins"),
  CLOSING_FROM_INSIDE_ENDS_NOTHING("SubscriptionEndContract", "aSubscriptionMayBeClosedFromInside"),
  CLOSING_A_PATTERN_ENDS_NOTHING("PubSubWildcardsContract", "afterClosingNoCallBegins"),
  DROPS_ARE_NOT_COUNTED(
      "SubscriptionContract", "whatASlowSubscriberMissesIsBoundedCountedAndReported"),
  DROPS_ARE_NOT_REPORTED(
      "SubscriptionContract", "whatASlowSubscriberMissesIsBoundedCountedAndReported"),
  A_STAR_SPANS_SEGMENTS("PubSubWildcardsContract", "aPatternReceivesExactlyWhatItMatches"),
  ENQUEUE_SKIPS_THE_SAME_ID("QueueContract", "enqueuingAgainStoresAgainWithTheSameId"),
  ACK_DOES_NOTHING("QueueContract", "whatIsAcknowledgedIsGone"),
  MAX_IS_IGNORED("QueueContract", "noMoreAreReceivedThanAskedFor"),
  NOBODY_WAITS("QueueWaitContract", "aWaitWithoutAMessageEndsEmptyAndNeverEarly"),
  NOBODY_IS_WOKEN("QueueWaitContract", "aMessageWakesWhoWaits"),
  WAITS_END_AT_THE_OPERATION_TIMEOUT(
      "QueueWaitContract", "aWaitMayBeLongerThanTheOperationTimeout"),
  WAITS_IGNORE_THE_DEADLINE("QueueWaitContract", "aWaitEndsEmptyAtTheDeadline"),
  ATTEMPTS_ARE_FORGOTTEN("QueueRedeliveryContract", "whatIsGivenBackIsDeliveredAgain"),
  OLD_RECEIPTS_HOLD("QueueRedeliveryContract", "anOldReceiptHoldsNothing"),
  NOTHING_IS_DELIVERED_AGAIN(
      "QueueRedeliveryContract", "whatIsNotAcknowledgedInTimeIsDeliveredAgain"),
  VISIBILITY_IS_HALVED(
      "QueueVisibilityContract", "whatIsReceivedIsHiddenForTheChosenTimeAndNeverLess"),
  VISIBILITY_IS_A_LITTLE_SHORT(
      "QueueVisibilityContract", "whatIsReceivedIsHiddenForTheChosenTimeAndNeverLess"),
  CONFIGURED_VISIBILITY_IS_A_LITTLE_SHORT(
      "QueueRedeliveryContract", "whatIsDeliveredIsHiddenAsLongAsConfiguredAndNeverLess"),
  EXTENDING_IS_A_LITTLE_SHORT(
      "QueueVisibilityContract", "whatIsExtendedIsHiddenFromThenOnAndNeverLess"),
  EXTENDING_DOES_NOTHING("QueueVisibilityContract", "extendingHidesForLonger"),
  NOTHING_IS_SET_ASIDE("QueueDeadLetterContract", "whatIsGivenBackTooOftenIsSetAside"),
  REDRIVING_KEEPS_THE_ATTEMPTS(
      "DeadLetterRedriveContract", "whatIsRedrivenIsDeliveredWithItsAttemptsCountedAnew"),
  CLOSING_LEAVES_WHO_WAITS("QueueWaitContract", "closingTheDriverEndsAWait"),
  STREAM_HEADERS_ARE_SORTED("StreamContract", "allOfAMessageIsReadBack"),
  PARTITIONS_FOLLOW_THE_SETTING("StreamContract", "theFirstUseFixesTheNumberOfPartitions"),
  KEYS_ARE_SCATTERED("StreamContract", "whatHasOneKeyIsInOnePartitionInTheOrderOfItsAppends"),
  ONE_PARTITION_TAKES_ALL("StreamContract", "keysAreSpread"),
  BATCHES_ARE_TURNED("StreamContract", "aBatchIsStoredInItsOrder"),
  APPENDING_SKIPS_THE_SAME_ID("StreamContract", "appendingAgainStoresAgainWithTheSameId"),
  OFFSETS_ARE_GIVEN_TWICE(
      "StreamContract", "ofManyThatAppendAtOnceNothingIsLostAndNoOffsetIsGivenTwice"),
  COUNTING_FORGETS_OFFSETS("StreamContract", "aReaderWouldFindWhatIsCounted"),
  STREAM_NAMES_IGNORE_CASE("StreamLimitsContract", "oddStreamNamesAreKeptApart"),
  ANY_PARTITION_IS_READ("StreamLimitsContract", "aPartitionThatDoesNotExistIsRefused"),
  RECORD_TIMES_HAVE_NANOSECONDS(
      "StreamLimitsContract", "aRecordHasTheTimeOfItsAppendToTheMillisecond"),
  READING_REMOVES("StreamReaderContract", "readersGoThroughAStreamEachAtItsOwnPlace"),
  POLLS_IGNORE_MAX("StreamReaderContract", "noMoreAreReadThanAskedFor"),
  THE_LATEST_IS_THE_EARLIEST(
      "StreamReaderContract", "theLatestBeginsWithWhatIsAppendedOnceItWasOpened"),
  AN_OFFSET_IS_READ_AGAIN("StreamReaderContract", "readingGoesOnAfterAnOffset"),
  OTHER_PARTITIONS_ARE_READ("StreamReaderContract", "onlyThePartitionsThatAreNamedAreRead"),
  A_RECORD_BECOMES_VISIBLE_LATE(
      "StreamReaderContract", "nothingIsLeftOutOrRepeatedWhileManyAppend"),
  A_CLOSED_READER_READS("StreamReaderContract", "aClosedReaderIsRefusedAndClosingAgainDoesNothing"),
  READERS_ARE_NOT_WOKEN("StreamWaitContract", "anAppendWakesWhoWaits"),
  READERS_DO_NOT_WAIT("StreamWaitContract", "aWaitWithoutARecordEndsEmptyAndNeverEarly"),
  READERS_WAIT_FOR_THE_OPERATION_TIMEOUT(
      "StreamWaitContract", "aWaitMayBeLongerThanTheOperationTimeout"),
  READERS_IGNORE_THE_DEADLINE("StreamWaitContract", "aWaitEndsEmptyAtTheDeadline"),
  CLOSING_A_READER_LEAVES_ITS_WAIT("StreamWaitContract", "closingTheReaderEndsItsWait"),
  CLOSING_LEAVES_READERS("StreamWaitContract", "closingTheDriverEndsAWait"),
  STREAMS_ARE_NOT_SYNCED("StreamPowerLossContract", "whatIsAppendedIsThereAfterALossOfPower"),
  TIMES_ARE_EXCLUSIVE("StreamReplayContract", "aTimeIsThePlaceOfTheFirstRecordThatIsNotBeforeIt"),
  THE_END_IS_TOO_EARLY("StreamReplayContract", "theEndIsBehindTheNewestAsOfNow"),
  BOUNDS_ARE_FORGOTTEN("StreamRetentionContract", "boundsBelongToTheStreamForAllProcesses"),
  TRIMMING_KEEPS_THE_OLDEST("StreamRetentionContract", "theNewestAreKept"),
  TRIMMING_IGNORES_THE_AGE("StreamRetentionContract", "whatIsYoungerIsKept"),
  TRIMMING_BEGINS_ANEW("StreamRetentionContract", "offsetsGoOnWhenEverythingIsRemoved"),
  TRIMMING_IGNORES_GROUPS(
      "StreamRetentionContract", "whatAGroupHasNotCommittedIsKeptUnlessTheBoundsSayOtherwise"),
  COMMITS_ARE_LOST("GroupContract", "aPlaceIsKeptWhenNobodyIsLeft"),
  POLLING_COMMITS("GroupContract", "whatWasNotCommittedIsHandedOutAgain"),
  TWO_READ_ONE_PARTITION("GroupContract", "membersShareThePartitionsAndEachHasOneReader"),
  LEAVING_KEEPS_THE_PARTITIONS("GroupContract", "thePartitionsOfOneThatLeavesGoToTheOthersAtOnce"),
  A_RESET_IS_NOT_NOTICED("GroupContract", "resettingMovesAGroupBackAndForward"),
  ANYTHING_IS_COMMITTED("GroupContract", "whatWasHandedOutBeforeAResetCannotBeCommitted"),
  COMMITS_GO_BACK("GroupContract", "committingBehindTheCommittedPlaceDoesNothing"),
  LAG_LEAVES_OUT_WHAT_WAS_POLLED("GroupContract", "whatHasNotBeenCommittedIsCounted"),
  OLDER_ROWS_WIN("TableUpsertContract", "anOlderVersionNeverReplacesANewerOne"),
  DELETIONS_FORGET_THE_VERSION("TableUpsertContract", "whatIsDeletedStaysSoForWhatIsOlder"),
  TRUNCATING_TAKES_ALL("TableUpsertContract", "truncatingTakesWhatIsOlder"),
  FAILED_BATCHES_ARE_APPLIED_IN_PART("TableUpsertContract", "ofABatchThatFailsNothingIsApplied"),
  EPOCHS_ARE_NOT_COMPARED("TableUpsertContract", "whoWasReplacedAppliesNothing"),
  PROGRESS_NEEDS_WRITES("TableUpsertContract", "progressIsKeptWithWhatIsWritten"),
  ANY_COLUMNS_ARE_TAKEN("TableUpsertContract", "aTableIsDefinedOnceAndGrows"),
  A_CHANGE_IS_LEFT_OUT("FeedHistoryContract", "whatIsSeenIsTheTrueHistory"),
  CHANGES_OF_A_TRANSACTION_ARE_TURNED("FeedHistoryContract", "whatIsSeenIsTheTrueHistory"),
  UPDATES_ARE_INSERTS("FeedHistoryContract", "whatIsSeenIsTheTrueHistory"),
  A_POSITION_IS_READ_AGAIN("ChangeFeedContract", "readingGoesOnAfterAnyPosition"),
  POSITIONS_ARE_OF_TRANSACTIONS("ChangeFeedContract", "readingGoesOnAfterAnyPosition"),
  SNAPSHOTS_ARE_READ_LATE("ChangeFeedContract", "aSnapshotAndWhatFollowsMakeTheTable"),
  NO_CHANGES_COME_AS_SUCH("ChangeFeedContract", "whatChangesNothingAndWhatFailsIsNoChange"),
  CHANGES_OF_OTHERS_COME("ChangeFeedContract", "onlyChangesOfItsTablesCome"),
  CONFIRMING_CUTS_TRANSACTIONS("ChangeFeedContract", "whatIsConfirmedIsRemembered"),
  WHAT_WAS_CONFIRMED_IS_FOLLOWED("ChangeFeedContract", "whatIsConfirmedIsRemembered"),
  ANY_POSITION_IS_FOLLOWED("ChangeFeedContract", "aPositionThatTheSourceHasNotReachedIsRefused"),
  TWO_FOLLOW_ONE_FEED("ChangeFeedContract", "whoComesLastFollows"),
  FEEDS_ARE_NOT_WOKEN("ChangeFeedWaitContract", "aChangeWakesWhoWaits"),
  FEEDS_DO_NOT_WAIT("ChangeFeedWaitContract", "aWaitWithoutAChangeEndsEmptyAndNeverEarly"),
  TABLES_ARE_NOT_SYNCED("TablePowerLossContract", "whatIsAppliedIsThereAfterALossOfPower"),
  CLOSING_LEAVES_SUBSCRIPTIONS("SubscriptionEndContract", "closingTheDriverEndsIt"),
  A_SECOND_CLOSE_TAKES_LONG("DriverEndContract", "closingAgainDoesNothing"),
  OPENING_HANGS_BEFORE_IT_FAILS("DriverContract", "unknownSettingsAreRefused"),
  DEADLINES_ARE_IGNORED("DriverContract", "withoutAnAnswerEveryCallEndsAtItsDeadline"),
  OPERATION_TIMEOUTS_ARE_IGNORED(
      "DriverContract", "withoutAnAnswerEveryCallEndsAtTheOperationTimeout"),
  CLOSED_STILL_WORKS("DriverEndContract", "afterClosingEveryCallFailsAsClosed"),
  GUARANTEES_ARE_NOT_SAID("DriverContract", "itSaysWhatItGuaranteesAndHowThatIsKnown"),
  MORE_IS_GUARANTEED_THAN_CAN_BE("DriverContract", "itGuaranteesNoMoreThanItCan"),
  SETTINGS_ARE_IGNORED("DriverContract", "unknownSettingsAreRefused"),
  A_THREAD_IS_LEFT("DriverEndContract", "closingLeavesNothingBehind");

  /** The simple name of the contract. */
  final String contract;

  final String caseName;

  Flaw(String contract, String caseName) {
    this.contract = contract;
    this.caseName = caseName;
  }
}
