package io.patternsdk.core.keyvalue;

import io.patternsdk.core.capability.Trait;

/**
 * Follows what becomes of the keys that begin with a prefix: {@code keyvalue_watch}.
 *
 * <p>A watch says first what is there, then every key that has changed, without a gap between the
 * two. Of several changes of one key at least the last comes, and those of one key come in their
 * order; changes of different keys may come in another order than they were made in. The empty
 * prefix means all keys of the namespace. A watch that nobody polls costs a bounded amount of
 * memory: what it has missed by then is told by a {@link WatchEvent.Resync}.
 */
public interface KeyValueWatch {
  /** For whom a token is good. */
  Trait<Resumption> RESUMPTION =
      Trait.of("resumption", "who goes on after a token without beginning anew", Resumption.NOBODY);

  /** For whom a token is good. */
  enum Resumption {
    /** Nobody: every watch begins anew. */
    NOBODY,
    /** Whoever uses the driver that gave it, for as long as that is open. */
    DRIVER,
    /** Any process, for as long as the backend remembers what was removed. */
    BACKEND
  }

  /**
   * Begins a watch, which the caller closes. Its first event is a {@link WatchEvent.Resync}.
   * Repeating is safe.
   */
  KeyWatch watch(String prefix);

  /**
   * Begins a watch of the same prefix where another had come to, which the caller closes. What has
   * become of the keys since then comes first; what had come already may come again. Where the
   * backend cannot tell any more what has changed since, or never gave the token, it begins as a
   * new one does: with a {@link WatchEvent.Resync}. Repeating is safe.
   */
  KeyWatch watch(String prefix, WatchToken after);
}
