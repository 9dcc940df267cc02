package io.patternsdk.driver.s3;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.driver.DriverErrors;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Objects;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * What the client and the server report, as kinds and effects.
 *
 * @param address where the bucket is, for messages
 */
record S3Errors(String address) implements DriverErrors {

  @Override
  public BackendException of(Throwable failure, Effect effect) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      BackendException known = known(e, effect);
      if (known != null) {
        return known;
      }
    }
    boolean unsigned =
        failure instanceof SdkClientException && text(failure).contains("credentials");
    return unsigned
        ? error(ErrorKind.PERMISSION_DENIED, Effect.NONE, text(failure), failure)
        : error(ErrorKind.UNKNOWN, effect, text(failure), failure);
  }

  /** Tells whether the server closed the connection before all of a request was sent. */
  static boolean unsent(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if ("Broken pipe".equals(e.getMessage())) {
        return true;
      }
    }
    return false;
  }

  private @Nullable BackendException known(Throwable e, Effect effect) {
    return switch (e) {
      case S3Exception answer -> answered(answer);
      case StsException refused -> uncredited(refused);
      case InterruptedIOException ended when !(e instanceof SocketTimeoutException) ->
          interrupted(effect, ended);
      case InterruptedException ended -> interrupted(effect, ended);
      case AbortedException ended -> interrupted(effect, ended);
      case HttpConnectTimeoutException late -> unreachable(late);
      case ConnectException refused -> unreachable(refused);
      case UnknownHostException unknown -> unreachable(unknown);
      case UnresolvedAddressException unknown -> unreachable(unknown);
      case HttpTimeoutException late ->
          error(ErrorKind.TIMED_OUT, effect, address + ": " + text(late), late);
      case SSLHandshakeException untrusted -> untrusted(untrusted);
      case SSLPeerUnverifiedException another -> untrusted(another);
      case IOException broken when unsent(broken) ->
          error(ErrorKind.UNAVAILABLE, Effect.NONE, "connection lost: " + text(broken), broken);
      case SSLException broken -> // after the handshake, when a request may have been sent
          error(ErrorKind.UNAVAILABLE, effect, "connection lost: " + text(broken), broken);
      case IOException broken when broken.getCause() == null ->
          error(ErrorKind.UNAVAILABLE, effect, "connection lost: " + text(broken), broken);
      default -> null;
    };
  }

  private static BackendException interrupted(Effect effect, Throwable e) {
    Thread.currentThread().interrupt();
    return error(ErrorKind.CANCELLED, effect, "interrupted", e);
  }

  private BackendException untrusted(SSLException e) {
    return error(ErrorKind.UNAVAILABLE, Effect.NONE, "no TLS with " + address + ": " + text(e), e);
  }

  private BackendException unreachable(Throwable e) {
    return error(
        ErrorKind.UNAVAILABLE, Effect.NONE, "cannot connect to " + address + ": " + text(e), e);
  }

  private static BackendException answered(S3Exception e) {
    String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
    ErrorKind kind = kind(e.statusCode(), Objects.requireNonNullElse(code, ""));
    String message = text(e);
    if (code != null && code.equals("RequestTimeTooSkewed")) {
      message = "the clocks of this machine and of the server differ by too much: " + message;
    }
    // An answer of 5xx may come from what stands before the server, which went on.
    boolean open = e.statusCode() >= 500 && kind == ErrorKind.UNAVAILABLE;
    return error(kind, open ? Effect.UNKNOWN : Effect.NONE, message, e);
  }

  /** Nothing was asked of the bucket yet. */
  private static BackendException uncredited(StsException e) {
    ErrorKind kind = e.statusCode() >= 500 ? ErrorKind.UNAVAILABLE : ErrorKind.PERMISSION_DENIED;
    return error(kind, Effect.NONE, "no credentials: " + text(e), e);
  }

  private static ErrorKind kind(int status, String code) {
    return switch (code) {
      case "NoSuchUpload" -> ErrorKind.ABORTED;
      case "EntityTooLarge", "MaxMessageLengthExceeded", "MetadataTooLarge" -> ErrorKind.TOO_LARGE;
      case "RequestTimeout", "ServiceUnavailable" -> ErrorKind.UNAVAILABLE;
      case "PreconditionFailed" -> ErrorKind.CONFLICT;
      case "ConditionalRequestConflict" -> ErrorKind.ABORTED;
      case "SlowDown", "TooManyRequests" -> ErrorKind.RATE_LIMITED;
      case "ExpiredToken", "InvalidToken", "AuthorizationHeaderMalformed" ->
          ErrorKind.PERMISSION_DENIED;
      default -> kind(status);
    };
  }

  private static ErrorKind kind(int status) {
    return switch (status) {
      case 400 -> ErrorKind.INVALID_ARGUMENT;
      case 401, 403 -> ErrorKind.PERMISSION_DENIED;
      case 404 -> ErrorKind.NOT_FOUND;
      case 405, 501 -> ErrorKind.UNSUPPORTED;
      case 409 -> ErrorKind.ABORTED;
      case 412 -> ErrorKind.CONFLICT;
      case 413 -> ErrorKind.TOO_LARGE;
      case 429 -> ErrorKind.RATE_LIMITED;
      default -> status >= 500 ? ErrorKind.UNAVAILABLE : ErrorKind.UNKNOWN;
    };
  }

  /** Why one of many could not be deleted. */
  static BackendException of(S3Error error) {
    int status =
        switch (Objects.requireNonNullElse(error.code(), "")) {
          case "AccessDenied" -> 403;
          case "InternalError" -> 500;
          default -> 0;
        };
    ErrorKind kind = kind(status, Objects.requireNonNullElse(error.code(), ""));
    return new BackendException(kind, error.code() + ": " + error.message());
  }

  private static BackendException error(
      ErrorKind kind, Effect effect, String message, Throwable cause) {
    return new BackendException(kind, effect, message, cause);
  }

  private static String text(Throwable failure) {
    return Objects.requireNonNullElse(failure.getMessage(), failure.getClass().getSimpleName());
  }
}
