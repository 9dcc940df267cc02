package io.patternsdk.core.standard;

import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.stream.GroupMember;
import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.StreamRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Checks each call of a member of a group and makes it pass the layers. */
record ForwardedMember(
    GroupMember member, BoundOperation poll, BoundOperation commit, String stream)
    implements GroupMember {

  @Override
  public List<StreamRecord> poll(int max, Duration wait) {
    Receiving.check(max, wait);
    return poll.call(poll.on(stream).items(max).waiting(wait), () -> member.poll(max, wait));
  }

  @Override
  public void commit(Collection<Offset> offsets) {
    if (!offsets.isEmpty()) {
      commit.run(commit.on(stream).items(offsets.size()), () -> member.commit(offsets));
    }
  }

  @Override
  public Set<Integer> assignment() {
    return member.assignment();
  }

  @Override
  public void close() {
    member.close();
  }
}
