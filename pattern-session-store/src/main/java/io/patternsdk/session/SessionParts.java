package io.patternsdk.session;

import io.patternsdk.core.Clock;
import io.patternsdk.core.Meters;
import io.patternsdk.core.merge.Records;
import io.patternsdk.core.pattern.PatternContext;
import io.patternsdk.session.internal.regions.Regions;
import io.patternsdk.session.protection.Protection;

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
    RefusedValues refused,
    SessionAudit audit) {

  static SessionParts of(PatternContext context, SessionSettings settings, Regions regions) {
    Clock wall = context.clock();
    Meters all = context.meters();
    SessionIds ids = new SessionIds(settings.secret(), settings.formerSecret());
    Protection protection = new Protection(settings.protection());
    SessionAudit audit = new SessionAudit(wall, ids, regions.own(), all);
    RefusedValues refused = new RefusedValues(wall, audit, all);
    SessionQuotas quotas = new SessionQuotas(regions.records(), settings);
    return new SessionParts(
        settings,
        regions,
        ids,
        new SessionCodec(settings, ids, protection, refused),
        new SessionClock(wall, Records.of(regions.here(), wall)),
        quotas,
        new SessionMeters(all, wall, quotas::last),
        protection,
        refused,
        audit);
  }
}
