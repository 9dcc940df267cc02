package io.patternsdk.core.merge;

import java.util.List;
import java.util.Optional;

/**
 * Some of the records that a query asks for, in an order of keys that belongs to the backend.
 *
 * @param records those that are in the state asked for; there may be fewer than the limit, or none,
 *     before the end
 * @param next after which key to go on; empty at the end
 */
public record RecordPage(List<Item> records, Optional<String> next) {
  /**
   * A record with its key.
   *
   * @param key the key
   * @param record the record
   */
  public record Item(String key, StoredRecord record) {}
}
