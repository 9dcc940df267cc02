package io.patternsdk.core.keyvalue;

/**
 * What a watch says. Whoever applies the events in their order to a map has, after each {@link
 * Synced} and from then on, what the store has: {@link Resync} makes what the map holds doubtful,
 * and at the next {@link Synced} whatever was not put since has to go.
 */
public sealed interface WatchEvent {

  /**
   * A key has this value. It may come again without a change.
   *
   * @param key the key
   * @param value its value, not copied
   * @param version the value's version, as {@link KeyValueCas} knows it
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Put(String key, byte[] value, Version version) implements WatchEvent {}

  /**
   * A key has no value any more. It may come for a key that was never put: one that came and went
   * before anybody looked.
   *
   * @param key the key
   * @param reason why
   */
  record Removed(String key, Reason reason) implements WatchEvent {}

  /** Changes may have been missed, or this is a new watch: all that is there comes again. */
  record Resync() implements WatchEvent {}

  /** All that is there has come since the last {@link Resync}. */
  record Synced() implements WatchEvent {}

  /** Why a key has no value any more. */
  enum Reason {
    /** Somebody deleted it. */
    DELETED,
    /** Its TTL has run out. */
    EXPIRED,
    /** One or the other: the backend does not say. */
    UNKNOWN
  }
}
