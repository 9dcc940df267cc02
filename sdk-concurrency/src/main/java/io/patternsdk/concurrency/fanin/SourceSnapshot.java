package io.patternsdk.concurrency.fanin;

import java.util.Optional;

/**
 * A source of a fan-in at one moment.
 *
 * @param name the source
 * @param state how far it is
 * @param passed how many of its items have been handed out
 * @param waiting how many have been read and not handed out; once all is over, those that were left
 * @param failure what it threw
 */
public record SourceSnapshot(
    String name, SourceState state, long passed, int waiting, Optional<Throwable> failure) {}
