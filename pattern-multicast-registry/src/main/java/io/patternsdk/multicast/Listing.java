package io.patternsdk.multicast;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One page of identities.
 *
 * @param identities the identities, in the order that was asked for
 * @param total how many match in all
 * @param next the cursor of the page that follows; empty if this is the last
 * @param unreadable keys with a place on this page that hold no identity, whatever the filter where
 *     they hold no JSON; they take places of the page and are not in the total
 * @param staleness how old the view is that answered: every change that had ended so long before is
 *     in it; empty where the backend was read
 */
public record Listing(
    List<Identity> identities,
    long total,
    Optional<String> next,
    List<String> unreadable,
    Optional<Duration> staleness) {}
