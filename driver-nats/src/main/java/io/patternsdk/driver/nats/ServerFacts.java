package io.patternsdk.driver.nats;

import io.nats.client.api.AccountStatistics;
import io.nats.client.api.ServerInfo;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.capability.Traits;

/**
 * What the connected server can do.
 *
 * @param version its version
 * @param jetStream whether our account may use JetStream
 * @param tombstones whether the server keeps on the disk that a message was deleted
 * @param expiring whether messages can expire one by one
 * @param batches whether one request reads several messages
 * @param clustered whether it is one of several
 */
record ServerFacts(
    String version,
    boolean jetStream,
    boolean tombstones,
    boolean expiring,
    boolean batches,
    boolean clustered) {

  static ServerFacts of(Link link) {
    ServerInfo server = link.connection().getServerInfo();
    boolean recent = server.isSameOrNewerThanVersion("2.11.0");
    boolean jetStream = server.isJetStreamAvailable() && permitted(link);
    boolean tombstones = server.isSameOrNewerThanVersion("2.10.0");
    boolean clustered = server.getCluster() != null;
    return new ServerFacts(server.getVersion(), jetStream, tombstones, recent, recent, clustered);
  }

  /** An account may be without JetStream, and a user without permission to use it. */
  private static boolean permitted(Link link) {
    Deadline deadline = link.begin();
    try {
      Answer answer = link.api("INFO", new byte[0], deadline);
      return !new AccountStatistics(link.await(answer, deadline)).hasError();
    } catch (BackendException e) {
      if (e.kind() == ErrorKind.PERMISSION_DENIED || NatsErrors.gone(e)) {
        return false;
      }
      throw e;
    }
  }

  /** Adds what survives of a stream: of the one that is there, else of the one we would make. */
  static Traits.Builder durability(
      Traits.Builder traits, Link link, StreamConfiguration wanted, Deadline deadline) {
    StreamConfiguration stream = wanted;
    try {
      stream =
          link.manage(deadline, streams -> streams.getStreamInfo(wanted.getName()))
              .getConfiguration();
    } catch (OperationException e) {
      if (!NatsErrors.gone(e)) {
        throw e;
      }
    }
    int replicas = stream.getReplicas();
    String copies = replicas == 1 ? "one copy" : replicas + " copies";
    return stream.getStorageType() == StorageType.Memory
        ? traits.durability(
            Traits.Durability.VOLATILE, copies + " in memory: lost when the servers end")
        : traits.durability(
            Traits.Durability.PERIODIC,
            copies
                + " in files that outlive the server's process; on disk every sync_interval of the"
                + " server, 2 minutes unless set: a crash of the machine may lose that much");
  }
}
