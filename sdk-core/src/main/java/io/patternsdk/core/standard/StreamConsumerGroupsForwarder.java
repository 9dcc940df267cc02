package io.patternsdk.core.standard;

import io.patternsdk.core.capability.Namespace;
import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;
import io.patternsdk.core.stream.GroupMember;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.StreamConsumerGroups;
import java.util.Map;

/** Forwards {@code stream_consumer_groups}. */
final class StreamConsumerGroupsForwarder implements StreamConsumerGroups {
  static final String NAME = "stream_consumer_groups";
  static final Operation JOIN = Operation.builder(NAME, "join", Kind.RECEIVE).notWaiting().build();
  static final Operation POLL_GROUP =
      Operation.builder(NAME, "poll_group", Kind.RECEIVE)
          .repeatable()
          .messages(Receiving::records)
          .build();
  static final Operation COMMIT =
      Operation.builder(NAME, "commit", Kind.SETTLE).repeatable().build();
  static final Operation RESET =
      Operation.builder(NAME, "reset", Kind.WRITE).messaging().repeatable().build();
  static final Operation LAG = Operation.builder(NAME, "lag", Kind.READ).messaging().build();

  private final StreamConsumerGroups driver;
  private final Namespace namespace;
  private final BoundOperation join;
  private final BoundOperation poll;
  private final BoundOperation commit;
  private final BoundOperation reset;
  private final BoundOperation lag;

  StreamConsumerGroupsForwarder(StreamConsumerGroups driver, Wiring wiring) {
    this.driver = driver;
    this.namespace = wiring.namespace();
    this.join = wiring.bind(JOIN);
    this.poll = wiring.bind(POLL_GROUP);
    this.commit = wiring.bind(COMMIT);
    this.reset = wiring.bind(RESET);
    this.lag = wiring.bind(LAG);
  }

  @Override
  public GroupMember join(String stream, String group, ReadFrom from) {
    String full = namespace.stream(stream);
    namespace.checkGroup(group);
    GroupMember joined = join.call(full, () -> driver.join(full, group, from));
    return new ForwardedMember(joined, poll, commit, full);
  }

  @Override
  public void reset(String stream, String group, ReadFrom to) {
    String full = namespace.stream(stream);
    namespace.checkGroup(group);
    reset.run(reset.on(full), () -> driver.reset(full, group, to));
  }

  @Override
  public Map<Integer, Long> lag(String stream, String group) {
    String full = namespace.stream(stream);
    namespace.checkGroup(group);
    return lag.call(full, () -> driver.lag(full, group));
  }
}
