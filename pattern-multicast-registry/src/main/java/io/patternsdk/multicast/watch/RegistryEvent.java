package io.patternsdk.multicast.watch;

import io.patternsdk.multicast.Identity;

/**
 * What a watch of the registry says. Whoever applies the events in their order to a map by id has,
 * after each {@link Synced} and from then on, the identities that match: {@link Resync} makes what
 * the map holds doubtful, and at the next {@link Synced} whatever was not told since has to go.
 */
public sealed interface RegistryEvent {

  /**
   * An identity is registered and matches. It may come again without a change.
   *
   * @param identity the identity, without the time at which it will be gone
   */
  record Present(Identity identity) implements RegistryEvent {}

  /**
   * No identity of this id is registered and matches any more. It may come for one that was never
   * told: one that came and went before anybody looked, or that changed and does not match.
   *
   * @param id its id
   * @param reason why
   */
  record Gone(String id, Reason reason) implements RegistryEvent {}

  /**
   * What is stored under this id cannot be read, so nobody knows whether it matches. What was known
   * of it is gone.
   *
   * @param id its id
   */
  record Unreadable(String id) implements RegistryEvent {}

  /** Changes may have been missed, or this is a new watch: all that match come again. */
  record Resync() implements RegistryEvent {}

  /** All that match have come since the last {@link Resync}. */
  record Synced() implements RegistryEvent {}

  /** Why an identity is gone. */
  enum Reason {
    /** Somebody unregistered it. */
    UNREGISTERED,
    /** Its TTL has run out. */
    EXPIRED,
    /** It was replaced by one that does not match. */
    UNMATCHED,
    /** It was unregistered or has expired: the backend does not say. */
    UNKNOWN
  }
}
