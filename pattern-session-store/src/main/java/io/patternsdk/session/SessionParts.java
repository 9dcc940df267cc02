package io.patternsdk.session;

import io.patternsdk.session.protection.Protection;
import io.patternsdk.session.regions.Regions;

/** What a store has once, whoever is followed. */
record SessionParts(
    SessionSettings settings,
    Regions regions,
    SessionIds ids,
    SessionCodec codec,
    SessionClock clock,
    SessionQuotas quotas,
    SessionMeters meters,
    Protection protection,
    RefusedValues refused) {}
