package io.patternsdk.driver.kafka;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.driver.DriverErrors;
import java.util.Objects;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.FencedMemberEpochException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.IllegalGenerationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.StaleMemberEpochException;
import org.apache.kafka.common.errors.ThrottlingQuotaExceededException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedCompressionTypeException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * What the client and the brokers report, as kinds and effects. What a broker refuses has certainly
 * done nothing; a connection that ended, a time that was up and replicas that did not follow leave
 * the effect open.
 *
 * @param address where the brokers are, for messages
 */
record KafkaErrors(String address) implements DriverErrors {

  @Override
  public BackendException of(Throwable failure, Effect effect) {
    ErrorKind kind = kind(failure);
    boolean undone = effect == Effect.NONE || refused(failure);
    String text = text(failure);
    return new BackendException(
        kind,
        undone ? Effect.NONE : Effect.UNKNOWN,
        kind == ErrorKind.UNAVAILABLE ? address + ": " + text : text,
        failure);
  }

  private static ErrorKind kind(Throwable failure) {
    return switch (failure) {
      case AuthenticationException e -> ErrorKind.PERMISSION_DENIED;
      case AuthorizationException e -> ErrorKind.PERMISSION_DENIED;
      case RecordTooLargeException e -> ErrorKind.TOO_LARGE;
      case RecordBatchTooLargeException e -> ErrorKind.TOO_LARGE;
      case ThrottlingQuotaExceededException e -> ErrorKind.RATE_LIMITED;
      case UnsupportedVersionException e -> ErrorKind.UNSUPPORTED;
      case UnsupportedCompressionTypeException e -> ErrorKind.UNSUPPORTED;
      case PolicyViolationException e -> ErrorKind.UNSUPPORTED;
      case InvalidReplicationFactorException e -> ErrorKind.UNSUPPORTED;
      case InvalidTopicException e -> ErrorKind.INVALID_ARGUMENT;
      case InvalidPartitionsException e -> ErrorKind.INVALID_ARGUMENT;
      case InvalidConfigurationException e -> ErrorKind.INVALID_ARGUMENT;
      case CorruptRecordException e -> ErrorKind.CORRUPT;
      case InterruptException e -> ErrorKind.CANCELLED;
      case TimeoutException e -> ErrorKind.TIMED_OUT;
      case Throwable e when fenced(e) -> ErrorKind.CONFLICT;
      case RetriableException e -> ErrorKind.UNAVAILABLE;
      default -> ErrorKind.UNKNOWN;
    };
  }

  /** Tells whether a member or a writer is no longer one, or not in the state that it believes. */
  static boolean fenced(Throwable failure) {
    return failure instanceof CommitFailedException
        || failure instanceof RebalanceInProgressException
        || failure instanceof FencedInstanceIdException
        || failure instanceof FencedMemberEpochException
        || failure instanceof StaleMemberEpochException
        || failure instanceof IllegalGenerationException
        || failure instanceof UnknownMemberIdException
        || failure instanceof GroupNotEmptyException
        || failure instanceof ProducerFencedException
        || failure instanceof InvalidProducerEpochException;
  }

  /** Tells whether a broker, or the client before it sent anything, certainly did not do it. */
  private static boolean refused(Throwable failure) {
    return switch (failure) {
      case NetworkException e -> false;
      case DisconnectException e -> false;
      case TimeoutException e -> false;
      case NotEnoughReplicasAfterAppendException e -> false;
      case NotLeaderOrFollowerException e -> true;
      case LeaderNotAvailableException e -> true;
      case NotEnoughReplicasException e -> true;
      case UnknownTopicOrPartitionException e -> true;
      case RetriableException e -> false;
      case ProducerFencedException e -> false; // its last request may have been the end
      case InvalidProducerEpochException e -> false;
      case KafkaException e -> kind(e) != ErrorKind.UNKNOWN && kind(e) != ErrorKind.CANCELLED;
      default -> false;
    };
  }

  private static String text(Throwable failure) {
    return Objects.requireNonNullElse(failure.getMessage(), failure.getClass().getSimpleName());
  }
}
