package io.patternsdk.driver.postgres;

import io.patternsdk.core.keyvalue.KeyValueWatch;
import io.patternsdk.core.keyvalue.KeyWatch;
import io.patternsdk.core.keyvalue.WatchToken;
import io.patternsdk.driver.postgres.connections.PostgresConnections;

/** Watches values by the log of their changes. */
final class PostgresKeyValueWatch implements KeyValueWatch {
  private final PostgresConnections postgres;
  private final PostgresChangeLog log;

  PostgresKeyValueWatch(PostgresConnections postgres) {
    this.postgres = postgres;
    this.log = new PostgresChangeLog(postgres);
  }

  @Override
  public KeyWatch watch(String prefix) {
    return watch(prefix, WatchPlace.BEFORE_ALL);
  }

  @Override
  public KeyWatch watch(String prefix, WatchToken after) {
    return watch(prefix, WatchPlace.parse(after));
  }

  private KeyWatch watch(String prefix, WatchPlace from) {
    log.keep();
    return new PostgresKeyWatch(postgres, prefix, from);
  }
}
