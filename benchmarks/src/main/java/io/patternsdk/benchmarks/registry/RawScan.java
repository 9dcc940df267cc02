package io.patternsdk.benchmarks.registry;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.ArrayList;
import java.util.List;

/** Reads all values under a pattern of keys, as one would by hand: pages of 1,000, pipelined. */
record RawScan(StatefulRedisConnection<String, byte[]> connection, String pattern) {

  List<byte[]> values() throws Exception {
    List<RedisFuture<List<KeyValue<String, byte[]>>>> reads = new ArrayList<>();
    ScanArgs args = ScanArgs.Builder.matches(pattern).limit(1_000);
    ScanCursor cursor = ScanCursor.INITIAL;
    while (!cursor.isFinished()) {
      KeyScanCursor<String> page = connection.async().scan(cursor, args).get();
      if (!page.getKeys().isEmpty()) {
        reads.add(connection.async().mget(page.getKeys().toArray(String[]::new)));
      }
      cursor = page;
    }
    List<byte[]> values = new ArrayList<>();
    for (var read : reads) {
      read.get().forEach(value -> values.add(value.getValue()));
    }
    return values;
  }
}
