package io.patternsdk.app.cdc.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.Message;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.StreamReader;
import io.patternsdk.core.stream.StreamRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Makes a table of the messages of a stream: they are loaded as they are, and SQL takes the last of
 * each key. A message without key is of a table without key: its rows are told apart by the id of
 * the message, and those that were told before a snapshot are in that.
 */
final class Replay {
  private static final int PAGE = 2_000;

  private Replay() {}

  /** Makes it as {@code copy.TABLE}; returns how many messages there were. */
  static long of(MessageStream streams, String table) throws IOException, InterruptedException {
    String unused =
        Psql.ask(
            "CREATE UNLOGGED TABLE copy.%s_events (n bigint, key text, id text, body json)"
                .formatted(table));
    long messages = 0;
    try (StreamReader reader = streams.read("cdc.public." + table, ReadFrom.earliest());
        Psql.Copy copy = new Psql.Copy("copy." + table + "_events")) {
      for (List<StreamRecord> page = reader.poll(PAGE, Duration.ZERO);
          !page.isEmpty();
          page = reader.poll(PAGE, Duration.ZERO)) {
        for (StreamRecord record : page) {
          Message message = record.message();
          copy.add(
              Long.toString(messages++),
              message.key().orElse(""),
              message.id(),
              new String(message.body(), UTF_8));
        }
      }
    }
    unused =
        Psql.ask(
            """
            CREATE TABLE copy.%1$s (LIKE public.%1$s);
            WITH told AS (
              SELECT n, key, id, body, body ->> 'op' AS op,
                regexp_replace(body ->> 'position', '.*@|:.*', '', 'g')::bigint AS place
              FROM copy.%1$s_events
            ), last AS (
              SELECT DISTINCT ON (key, CASE key WHEN '' THEN id END) * FROM told
              ORDER BY key, CASE key WHEN '' THEN id END, n DESC
            )
            INSERT INTO copy.%1$s SELECT built.*
            FROM last, json_populate_record(NULL::copy.%1$s, body -> 'row') AS built
            WHERE op <> 'd' AND (key <> ''
              OR place >= coalesce((SELECT max(place) FROM last WHERE op = 'r'), 0))
            """
                .formatted(table));
    return messages;
  }
}
