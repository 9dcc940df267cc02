package io.patternsdk.driver.nats;

import io.nats.client.api.AccountStatistics;
import io.nats.client.api.ServerInfo;
import io.nats.client.api.StreamConfiguration;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.driver.nats.NatsConnections.Answer;

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
record NatsFacts(
    String version,
    boolean jetStream,
    boolean tombstones,
    boolean expiring,
    boolean batches,
    boolean clustered) {

  static NatsFacts of(NatsConnections connections) {
    ServerInfo server = connections.connection().getServerInfo();
    boolean recent = server.isSameOrNewerThanVersion("2.11.0");
    boolean jetStream = server.isJetStreamAvailable() && permitted(connections);
    boolean tombstones = server.isSameOrNewerThanVersion("2.10.0");
    boolean clustered = server.getCluster() != null;
    return new NatsFacts(server.getVersion(), jetStream, tombstones, recent, recent, clustered);
  }

  /** An account may be without JetStream, and a user without permission to use it. */
  private static boolean permitted(NatsConnections connections) {
    Deadline deadline = connections.begin();
    try {
      Answer answer = connections.api("INFO", new byte[0], deadline);
      return hasJetStream(new AccountStatistics(connections.await(answer, deadline)));
    } catch (BackendException e) {
      if (e.kind() == ErrorKind.PERMISSION_DENIED || NatsErrors.gone(e)) {
        return false;
      }
      throw e;
    }
  }

  /** A cluster of which most members are away has JetStream, and cannot say so now. */
  static boolean hasJetStream(AccountStatistics account) {
    if (account.hasError() && !NatsErrors.withoutJetStream(account)) {
      throw NatsErrors.answered(account);
    }
    return !account.hasError();
  }

  /**
   * Returns how a stream is: the one that is there, else the one that we would make.
   *
   * @throws OperationException if it has fewer copies than we would make
   */
  static StreamConfiguration found(
      NatsConnections connections, StreamConfiguration wanted, Deadline deadline) {
    try {
      StreamConfiguration found =
          connections
              .manage(deadline, streams -> streams.getStreamInfo(wanted.getName()))
              .getConfiguration();
      NatsLayout.checkCopies(found, wanted);
      return found;
    } catch (OperationException e) {
      if (!NatsErrors.gone(e)) {
        throw e;
      }
      return wanted;
    }
  }
}
