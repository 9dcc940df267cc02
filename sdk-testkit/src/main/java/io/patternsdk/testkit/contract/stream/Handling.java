package io.patternsdk.testkit.contract.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.stream.GroupMember;
import io.patternsdk.core.stream.StreamRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a member of a group does with what it is handed.
 *
 * @param member the member
 * @param patience how long to wait for its partitions and records
 */
record Handling(GroupMember member, Duration patience) {

  /** Polls until there are {@code size} records; commits nothing. */
  List<StreamRecord> several(int size) {
    List<StreamRecord> all = new ArrayList<>();
    long end = System.nanoTime() + patience.toNanos();
    while (all.size() < size) {
      all.addAll(member.poll(size - all.size(), Duration.ofMillis(100)));
      assertThat(System.nanoTime() - end)
          .as("ns too late with %s of %s records", all.size(), size)
          .isNegative();
    }
    return all;
  }

  /** Polls until there are {@code size} records and commits them; returns their texts. */
  List<String> commit(int size) {
    List<StreamRecord> records = several(size);
    member.commit(Log.offsets(records));
    return Log.texts(records);
  }
}
