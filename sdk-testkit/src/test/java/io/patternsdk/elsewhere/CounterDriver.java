package io.patternsdk.elsewhere;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Health;
import io.patternsdk.core.capability.Capabilities;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverCalls;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.DriverInfo;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Asks a {@link CounterServer}, by a connection for each question. */
final class CounterDriver implements Driver, Counter {
  private final URI server;
  private final CounterFlaw flaw;
  private final DriverCalls calls;

  CounterDriver(URI server, CounterFlaw flaw, DriverContext context) {
    this.server = server;
    this.flaw = flaw;
    this.calls = new DriverCalls(context, this::failure);
    if (flaw == CounterFlaw.OPENING_IGNORES_THE_DEADLINE) {
      openPastTheDeadline();
    } else {
      long unused = total("");
    }
  }

  private void openPastTheDeadline() {
    try {
      long unused = CompletableFuture.supplyAsync(() -> total("")).join();
    } catch (CompletionException e) {
      throw calls.failed(e, Effect.NONE);
    }
  }

  @Override
  public DriverInfo info() {
    return DriverInfo.builder("counter").version("1.0").build();
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.builder().add(COUNTER_BASIC, this, Traits.defaults()).build();
  }

  @Override
  public Health health(Deadline deadline) {
    return calls.health(deadline, () -> total(""));
  }

  @Override
  public long add(String name, long amount) {
    if (flaw == CounterFlaw.ADDING_IS_ACKNOWLEDGED_UNASKED) {
      return total(name) + amount;
    }
    try {
      return ask(name, amount);
    } catch (BackendException e) {
      if (flaw == CounterFlaw.LOST_ANSWERS_ARE_ASKED_FOR_AGAIN) {
        long unused = ask(name, amount);
      }
      throw e;
    }
  }

  @Override
  public long total(String name) {
    return ask(name, 0) + (flaw == CounterFlaw.TOTALS_ARE_ONE_TOO_HIGH ? 1 : 0);
  }

  @Override
  public void close() {
    boolean unused = calls.close();
  }

  private long ask(String name, long amount) {
    Deadline deadline = calls.begin();
    Effect effect = Effect.NONE;
    try (SocketChannel channel = SocketChannel.open()) {
      Socket socket = channel.socket();
      socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), left(deadline));
      if (amount != 0 && flaw != CounterFlaw.LOST_ANSWERS_ARE_CALLED_HARMLESS) {
        effect = Effect.UNKNOWN;
      }
      return answer(socket, URLEncoder.encode(name, UTF_8) + " " + amount + "\n", deadline);
    } catch (IOException e) {
      throw calls.failed(e, effect);
    }
  }

  private static long answer(Socket socket, String request, Deadline deadline) throws IOException {
    socket.setSoTimeout(left(deadline));
    socket.getOutputStream().write(request.getBytes(UTF_8));
    String line =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine();
    if (line == null) {
      throw new EOFException("the connection ended before the answer");
    }
    return Long.parseLong(line);
  }

  private static int left(Deadline deadline) {
    return (int) Math.max(1, deadline.remaining().toMillis());
  }

  private BackendException failure(Throwable failure, Effect effect) {
    String address = flaw == CounterFlaw.A_SILENT_SERVER_IS_NOT_NAMED ? "" : server + ": ";
    String message = address + failure.getMessage();
    return switch (failure) {
      case ConnectException e ->
          new BackendException(ErrorKind.UNAVAILABLE, Effect.NONE, message, e);
      case SocketTimeoutException e ->
          new BackendException(ErrorKind.TIMED_OUT, effect, message, e);
      default -> new BackendException(ErrorKind.UNAVAILABLE, effect, message, failure);
    };
  }
}
