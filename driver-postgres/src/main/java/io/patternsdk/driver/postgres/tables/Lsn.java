package io.patternsdk.driver.postgres.tables;

import io.patternsdk.core.changefeed.FeedPosition;

/** Positions as places in the server's log: a transaction is where the record of its commit is. */
final class Lsn {
  private Lsn() {}

  /** Returns before which place all transactions are done; the one there may be so in part. */
  static long of(FeedPosition position) {
    return position.index() == FeedPosition.END ? position.commit() + 1 : position.commit();
  }

  /** Returns the position that is confirmed where the server may forget what is before a place. */
  static FeedPosition position(String source, long lsn) {
    return FeedPosition.before(source, lsn);
  }
}
