package io.patternsdk.session;

import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import io.patternsdk.core.merge.RecordPage;
import io.patternsdk.core.merge.RecordQuery;
import io.patternsdk.core.merge.Records;
import io.patternsdk.session.SessionException.Code;
import java.util.List;
import java.util.Optional;

/** Pages of sessions. Thread-safe. */
final class SessionLists {
  private final Records records;
  private final SessionIds ids;
  private final SessionCodec codec;
  private final int most;

  /**
   * Makes them.
   *
   * @param most the most sessions of a page
   */
  SessionLists(Records records, SessionIds ids, SessionCodec codec, int most) {
    this.records = records;
    this.ids = ids;
    this.codec = codec;
    this.most = most;
  }

  SessionPage of(String principal, int limit, Optional<String> after) {
    return page(query(limit, after).in(SessionIds.group(principal)));
  }

  SessionPage matching(Filter filter, int limit, Optional<String> after) {
    SessionPage page = page(query(limit, after));
    List<Session> matching =
        page.sessions().stream().filter(session -> filter.matches(document(session))).toList();
    return new SessionPage(matching, page.next());
  }

  /** Returns the query for a page of all, from where another has ended. */
  RecordQuery query(int limit, Optional<String> after) {
    if (limit < 1 || limit > most) {
      throw new SessionException(
          Code.INVALID, "limit is " + limit + "; 1 to " + most + " works (max_page_size)");
    }
    return RecordQuery.alive(limit).after(after.map(this::cursor));
  }

  private String cursor(String next) {
    return ids.key(next)
        .orElseThrow(
            () -> new SessionException(Code.INVALID, "the cursor is not one that a page gave"));
  }

  private SessionPage page(RecordQuery query) {
    RecordPage page = records.list(query);
    return new SessionPage(
        page.records().stream()
            .flatMap(item -> codec.intact(item.key(), item.record()).stream())
            .toList(),
        page.next().map(ids::id));
  }

  private static JsonObject document(Session session) {
    JsonObjectBuilder attributes = JsonObject.builder();
    session.attributes().forEach(attributes::put);
    JsonObjectBuilder document = JsonObject.builder().put("attributes", attributes.build());
    session.principal().ifPresent(principal -> document.put("principal", principal));
    return document.build();
  }
}
