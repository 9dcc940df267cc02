package io.patternsdk.core.changefeed;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a source keeps for a feed.
 *
 * @param end up to where the source has written, in this feed or not
 * @param unconfirmed how many bytes of its log are behind what is confirmed
 * @param kept how many bytes of its log it cannot forget, confirmed ones among them where something
 *     else needs those
 * @param limit how many it keeps at most before it gives the feed up; empty for any number
 * @param age how many transactions it is since the oldest state that it cannot clean up for the
 *     feed
 * @param holder what keeps confirmed bytes, in words, such as an open transaction; empty where
 *     nothing does, so that confirming is what lets them go
 */
public record FeedBacklog(
    FeedPosition end,
    long unconfirmed,
    long kept,
    OptionalLong limit,
    long age,
    Optional<String> holder) {}
