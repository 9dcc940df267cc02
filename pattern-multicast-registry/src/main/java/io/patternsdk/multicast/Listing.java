package io.patternsdk.multicast;

import java.util.List;
import java.util.Optional;

/**
 * One page of identities.
 *
 * @param identities the identities, in the order that was asked for
 * @param total how many match in all
 * @param next the cursor of the page that follows; empty if this is the last
 * @param unreadable keys met on the way that hold no identity; they count nowhere else
 */
public record Listing(
    List<Identity> identities, long total, Optional<String> next, List<String> unreadable) {}
