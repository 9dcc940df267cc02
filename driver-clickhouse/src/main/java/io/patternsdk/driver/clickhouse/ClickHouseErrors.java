package io.patternsdk.driver.clickhouse;

import com.clickhouse.client.api.ClientMisconfigurationException;
import com.clickhouse.client.api.ServerException;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.driver.DriverErrors;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Objects;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What the client and the server report, as kinds and effects.
 *
 * @param address where the server is, for messages
 */
record ClickHouseErrors(String address) implements DriverErrors {
  /** How the client reports what a proxy answered, though it calls it a failed connection. */
  private static final String ANSWERED = "Server returned";

  @Override
  public BackendException of(Throwable failure, Effect effect) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      BackendException known = known(e, effect);
      if (known != null) {
        return known;
      }
    }
    return new BackendException(ErrorKind.UNKNOWN, effect, text(failure), failure);
  }

  private @Nullable BackendException known(Throwable e, Effect effect) {
    return switch (e) {
      case ServerException answer -> answered(answer, effect);
      case ConnectionRequestTimeoutException full ->
          new BackendException(
              ErrorKind.TIMED_OUT, Effect.NONE, "no connection of the pool became free", full);
      case ConnectTimeoutException late -> unreachable(late);
      case ConnectException proxy when text(proxy).startsWith(ANSWERED) ->
          new BackendException(ErrorKind.UNAVAILABLE, effect, address + ": " + text(proxy), proxy);
      case ConnectException refused -> unreachable(refused);
      case NoRouteToHostException nowhere -> unreachable(nowhere);
      case UnknownHostException unknown -> unreachable(unknown);
      case SocketTimeoutException late ->
          new BackendException(
              ErrorKind.TIMED_OUT, effect, "no answer in time from " + address, late);
      case SSLHandshakeException untrusted -> untrusted(untrusted);
      case SSLPeerUnverifiedException another -> untrusted(another);
      case InterruptedException ended -> ended(effect, ended);
      case InterruptedIOException ended -> ended(effect, ended);
      case IOException broken ->
          new BackendException(
              ErrorKind.UNAVAILABLE, effect, "connection lost: " + text(broken), broken);
      case ClientMisconfigurationException wrong ->
          new BackendException(ErrorKind.INVALID_ARGUMENT, Effect.NONE, text(wrong), wrong);
      default -> null;
    };
  }

  /** A request has a thread of its own, which its caller interrupts when gone, or closing does. */
  private static BackendException ended(Effect effect, Throwable e) {
    return new BackendException(ErrorKind.CLOSED, effect, "the driver was closed meanwhile", e);
  }

  private BackendException untrusted(SSLException e) {
    return new BackendException(
        ErrorKind.UNAVAILABLE, Effect.NONE, "no TLS with " + address + ": " + text(e), e);
  }

  private BackendException unreachable(Throwable e) {
    return new BackendException(
        ErrorKind.UNAVAILABLE, Effect.NONE, "cannot connect to " + address + ": " + text(e), e);
  }

  private static BackendException answered(ServerException e, Effect effect) {
    ErrorKind kind = kind(e);
    Effect certain =
        switch (kind) {
          case INVALID_ARGUMENT,
              NOT_FOUND,
              CONFLICT,
              PERMISSION_DENIED,
              UNSUPPORTED,
              RATE_LIMITED ->
              Effect.NONE;
          default -> effect; // of an insertion into several partitions some may be there
        };
    return new BackendException(kind, certain, text(e), e);
  }

  /** By the codes of ClickHouse's {@code ErrorCodes.cpp}. */
  private static ErrorKind kind(ServerException e) {
    return switch (e.getCode()) {
      case 192, 193, 194, 291, 497, 516, 164 -> ErrorKind.PERMISSION_DENIED;
      case 60, 81, 218 -> ErrorKind.NOT_FOUND; // table, database, dropped table
      case 57, 82, 15, 44 -> ErrorKind.CONFLICT; // is there already
      case 6, 10, 16, 20, 26, 27, 36, 38, 41, 43, 46, 47, 53, 62, 69, 70, 72, 117, 321, 349, 456 ->
          ErrorKind.INVALID_ARGUMENT; // cannot be parsed, is unknown, has the wrong type
      case 48, 344 -> ErrorKind.UNSUPPORTED;
      case 202, 252 -> ErrorKind.RATE_LIMITED; // too many queries, too many parts
      case 159, 160 -> ErrorKind.TIMED_OUT;
      case 3, 203, 209, 210, 236, 241, 242, 243, 285, 286, 319, 394, 425, 999 ->
          ErrorKind.UNAVAILABLE; // connections, memory, space, replicas, Keeper, stopped
      default -> byStatus(e.getTransportProtocolCode());
    };
  }

  private static ErrorKind byStatus(int status) {
    return switch (status) {
      case 401, 403 -> ErrorKind.PERMISSION_DENIED;
      case 413 -> ErrorKind.TOO_LARGE;
      case 429 -> ErrorKind.RATE_LIMITED;
      case 502, 503, 504 -> ErrorKind.UNAVAILABLE;
      default -> ErrorKind.UNKNOWN;
    };
  }

  private static String text(Throwable failure) {
    return Objects.requireNonNullElse(failure.getMessage(), failure.getClass().getSimpleName());
  }
}
