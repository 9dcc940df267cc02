/**
 * Who asked for what, on what, and what came of it: kept where nobody changes it unseen.
 *
 * <pre>{@code
 * try (AuditFiles files = AuditFiles.in(directory).key(key).open();
 *     AuditLogger audit = AuditLogger.to(files).build()) {
 *   try (AuditLogger.Place place = audit.reserve()) { // before it is done: is there room?
 *     AuditRecord asked = AuditRecord.of("alice", "close", "account 17");
 *     place.record(asked.decision(Decision.ALLOWED).outcome("closed"));
 *   }
 * }
 * AuditReport report = AuditTrail.in(directory).key(key).verify();
 * }</pre>
 */
@NullMarked
package io.patternsdk.security.audit;

import org.jspecify.annotations.NullMarked;
