package io.patternsdk.driver.nats;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.patternsdk.driver.nats.watch.KeyLog;
import java.io.IOException;
import java.util.Objects;

/**
 * The streams of a namespace: {@code KV_<namespace>} for keys, which other clients can read as a
 * key-value bucket, {@code PSQ_<namespace>} for queues, {@code PSS_<namespace>} for the records of
 * streams and {@code PSG_<namespace>} for what is known of streams and their groups. The
 * description of each names the layout and its version, so that nothing else is taken for one of
 * them.
 */
final class NatsLayout {
  /** What the streams of the empty namespace are named after. */
  private static final String UNNAMED = "patternsdk";

  private static final String KEYS = "layout 1";

  /** Keys whose removal leaves a marker, which a driver of layout 1 would not leave. */
  private static final String KEYS_MARKED = "layout 2";

  private static final String MARK = "Pattern SDK driver-nats, ";

  private final String namespace;
  private final NatsConfig config;
  private final NatsFacts facts;

  NatsLayout(String namespace, NatsConfig config, NatsFacts facts) {
    this.namespace = namespace.isEmpty() ? UNNAMED : namespace;
    this.config = config;
    this.facts = facts;
  }

  String keySubjects() {
    return "$KV." + namespace + ".";
  }

  String queueSubjects() {
    return "$PSQ." + namespace + ".";
  }

  /** Begins the subjects on which processes tell each other of what they have stored in queues. */
  String newsSubjects() {
    return "$PSN." + namespace + ".";
  }

  StreamConfiguration keys() {
    if (facts.expiring()) {
      // With another limit the server would not let a message expire before a marker does.
      return stream("KV_" + namespace, KEYS_MARKED, keySubjects())
          .maxMessagesPerSubject(1)
          .allowMessageTtl()
          .subjectDeleteMarkerTtl(KeyLog.REMEMBERED)
          .build();
    }
    // See ServerStream: the limit drops nothing where each message replaces the one before.
    return stream("KV_" + namespace, KEYS, keySubjects())
        .maxMessagesPerSubject(facts.tombstones() ? 2 : 1)
        .build();
  }

  StreamConfiguration queues() {
    return stream("PSQ_" + namespace, "queues 2", queueSubjects()).maxMessagesPerSubject(2).build();
  }

  String streamSubjects() {
    return "$PSS." + namespace + ".";
  }

  String groupSubjects() {
    return "$PSG." + namespace + ".";
  }

  StreamConfiguration streams() {
    return stream("PSS_" + namespace, "streams 1", streamSubjects()).build();
  }

  StreamConfiguration groups() {
    return stream("PSG_" + namespace, "groups 1", groupSubjects())
        .maxMessagesPerSubject(facts.tombstones() ? 2 : 1)
        .build();
  }

  private StreamConfiguration.Builder stream(String name, String version, String subjects) {
    return StreamConfiguration.builder()
        .name(name)
        .description(MARK + version)
        .subjects(subjects + ">")
        .retentionPolicy(RetentionPolicy.Limits)
        .discardPolicy(DiscardPolicy.Old)
        .allowRollup(true)
        .storageType(
            switch (config.storage) {
              case FILE -> StorageType.File;
              case MEMORY -> StorageType.Memory;
            })
        .replicas(config.replicas)
        .allowDirect(true);
  }

  /** Finds or makes a stream and returns how it is; fails if this driver cannot use it. */
  static StreamConfiguration open(JetStreamManagement streams, StreamConfiguration wanted)
      throws IOException, JetStreamApiException {
    StreamConfiguration found = findOrMake(streams, wanted);
    check(found, wanted);
    boolean same =
        found.getMaxMsgsPerSubject() == wanted.getMaxMsgsPerSubject()
            && found.getAllowRollup()
            && (found.getAllowMessageTtl() || !wanted.getAllowMessageTtl())
            && description(found).equals(wanted.getDescription())
            && Objects.equals(
                found.getSubjectDeleteMarkerTtl(), wanted.getSubjectDeleteMarkerTtl());
    return same ? found : streams.updateStream(adapted(found, wanted)).getConfiguration();
  }

  private static StreamConfiguration findOrMake(
      JetStreamManagement streams, StreamConfiguration wanted)
      throws IOException, JetStreamApiException {
    try {
      return streams.getStreamInfo(wanted.getName()).getConfiguration();
    } catch (JetStreamApiException e) {
      if (e.getApiErrorCode() != NatsErrors.STREAM_NOT_FOUND) {
        throw e;
      }
    }
    try {
      return streams.addStream(wanted).getConfiguration();
    } catch (JetStreamApiException e) {
      if (e.getApiErrorCode() == NatsErrors.NO_SUITABLE_PEERS) {
        throw NatsErrors.fewMembers(wanted.getReplicas(), e);
      }
      if (!isMaybeMadeByAnother(e)) {
        throw e;
      }
      return madeByAnother(streams, wanted.getName(), e);
    }
  }

  /** Of those that make one stream at the same moment, the server tells some that it overlaps. */
  private static boolean isMaybeMadeByAnother(JetStreamApiException e) {
    return e.getApiErrorCode() == NatsErrors.NAME_IN_USE
        || e.getApiErrorCode() == NatsErrors.SUBJECTS_OVERLAP;
  }

  private static StreamConfiguration madeByAnother(
      JetStreamManagement streams, String name, JetStreamApiException refusal)
      throws IOException, JetStreamApiException {
    try {
      return streams.getStreamInfo(name).getConfiguration();
    } catch (JetStreamApiException e) {
      refusal.addSuppressed(e);
      throw refusal;
    }
  }

  /** What an older server, or an older driver, has made. */
  private static StreamConfiguration adapted(
      StreamConfiguration found, StreamConfiguration wanted) {
    StreamConfiguration.Builder adapted =
        StreamConfiguration.builder(found)
            .description(wanted.getDescription())
            .maxMessagesPerSubject(wanted.getMaxMsgsPerSubject())
            .allowRollup(true);
    return wanted.getAllowMessageTtl()
        ? adapted
            .allowMessageTtl()
            .subjectDeleteMarkerTtl(wanted.getSubjectDeleteMarkerTtl())
            .build()
        : adapted.build();
  }

  private static String description(StreamConfiguration stream) {
    return Objects.requireNonNullElse(stream.getDescription(), "");
  }

  private static void check(StreamConfiguration found, StreamConfiguration wanted) {
    String name = wanted.getName();
    String description = description(found);
    if (!description.startsWith(MARK)) {
      throw NatsErrors.foreign("the stream " + name + " is there and is not this driver's");
    }
    boolean older =
        description.equals(MARK + KEYS) && description(wanted).equals(MARK + KEYS_MARKED);
    if (!description.equals(wanted.getDescription()) && !older) {
      throw NatsErrors.foreign(
          "the stream %s has \"%s\"; this driver knows \"%s\""
              .formatted(name, description, wanted.getDescription()));
    }
    long most = found.getMaxMsgsPerSubject();
    boolean limited = wanted.getMaxMsgsPerSubject() < 1 ? most >= 1 : most < 1 || most > 2;
    checkCopies(found, wanted);
    if (limited || found.getDenyDelete() || found.getDenyPurge()) {
      throw NatsErrors.foreign("somebody has changed the configuration of the stream " + name);
    }
  }

  /** Whoever asks for so many copies relies on them; more than that are left as they are. */
  static void checkCopies(StreamConfiguration found, StreamConfiguration wanted) {
    if (found.getReplicas() < wanted.getReplicas()) {
      throw NatsErrors.fewCopies(wanted.getName(), found.getReplicas(), wanted.getReplicas());
    }
  }
}
