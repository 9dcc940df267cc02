package io.patternsdk.app.cdc;

import io.patternsdk.core.Message;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.ChangeFeeds;
import io.patternsdk.core.changefeed.FeedRequest;
import io.patternsdk.core.changefeed.FeedSnapshot;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.StreamReader;
import io.patternsdk.core.stream.StreamRecord;
import io.patternsdk.core.table.TableJson;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A table that is built from the messages of a stream, and nothing else. */
final class DemoRebuilt {
  /** A feed that nobody follows: where the store is now. */
  static final FeedRequest FEED = FeedRequest.of("demo", DemoServices.SCHEMA.name());

  private final Map<String, JsonObject> rows = new TreeMap<>();
  private final Map<String, Long> last = new HashMap<>();
  private final Set<String> seen = new HashSet<>();
  private long messages;
  private long repeated;
  private long outOfOrder;

  static DemoRebuilt of(MessageStream streams, String stream) {
    DemoRebuilt table = new DemoRebuilt();
    try (StreamReader reader = streams.read(stream, ReadFrom.earliest())) {
      for (List<StreamRecord> page = reader.poll(500, Duration.ZERO);
          !page.isEmpty();
          page = reader.poll(500, Duration.ZERO)) {
        page.forEach(record -> table.add(record.message()));
      }
    }
    return table;
  }

  private void add(Message message) {
    messages++;
    boolean again = !seen.add(message.id());
    repeated += again ? 1 : 0;
    if (message.body().length == 0) {
      return; // the tombstone behind a deletion
    }
    String key = message.key().orElseThrow();
    JsonObject body = JsonObject.parse(message.body());
    JsonObject source = body.object("source");
    long commit = source.number("lsn").toLong();
    outOfOrder += !again && commit < last.getOrDefault(key, 0L) ? 1 : 0;
    last.merge(key, commit, Math::max);
    if (body.string("op").equals("d")) {
      rows.remove(key);
    } else {
      rows.put(key, body.object("after"));
    }
  }

  /** Returns how the table compares with the rows of the source. */
  String compared(ChangeFeeds source) {
    Map<String, JsonObject> truth = new TreeMap<>();
    try (FeedSnapshot snapshot = source.snapshot(FEED)) {
      for (List<Change> page = snapshot.rows(500); !page.isEmpty(); page = snapshot.rows(500)) {
        for (Change change : page) {
          JsonObject row = TableJson.row(change.after().orElseThrow());
          truth.put(JsonObject.builder().put("name", row.string("name")).build().toString(), row);
        }
      }
    }
    boolean unused = source.drop(FEED.name());
    return "%d messages, %d of them repeated, %d out of order; %d rows rebuilt from them, %d in the source: %s"
        .formatted(
            messages,
            repeated,
            outOfOrder,
            rows.size(),
            truth.size(),
            truth.equals(rows) && outOfOrder == 0 ? "equal row by row" : "DIFFERENT");
  }
}
