package io.patternsdk.testkit.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One connection of a client with its connection to the server.
 *
 * <p>A cut resets the client's side but ends the server's in good order and reads on there: a reset
 * could make the server forget a request that it has not read yet, and that request is to land.
 */
final class Link {
  private static final int PIECE = 64 * 1024;

  private final Faults faults;
  private final Runnable onTurn;
  private final AtomicBoolean answered = new AtomicBoolean(true);
  private final Socket client;
  private final Socket server;
  private volatile boolean answersLost;
  private volatile boolean cutAtAnswer;
  private volatile boolean silent;
  private volatile boolean closed;

  /** Runs {@code onTurn} for each request that follows an answer, and for the first. */
  Link(Faults faults, Runnable onTurn, Socket client, Socket server) {
    this.faults = faults;
    this.onTurn = onTurn;
    this.client = client;
    this.server = server;
  }

  /** Passes requests on until the client ends them or the connection is cut. */
  void pumpRequests() {
    byte[] piece = new byte[PIECE];
    try {
      InputStream in = client.getInputStream();
      OutputStream out = server.getOutputStream();
      for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
        if (silent) {
          continue;
        }
        if (answered.getAndSet(false)) {
          onTurn.run();
        }
        faults.pass(Direction.TO_SERVER, this::abandoned);
        Verdict verdict = faults.judge(length);
        // Before the request is out: its answer must not slip through.
        arm(verdict.end());
        out.write(piece, 0, verdict.length());
        if (verdict.end() == Verdict.End.AT_ONCE) {
          resetClient();
          break;
        }
      }
      server.shutdownOutput();
    } catch (IOException e) {
      endTogether();
    } catch (InterruptedException e) {
      close();
    }
  }

  /** Passes answers on, or drops them once the connection is cut, until the server ends them. */
  void pumpAnswers() {
    byte[] piece = new byte[PIECE];
    try {
      InputStream in = server.getInputStream();
      for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
        if (silent) {
          continue;
        }
        answered.set(true);
        if (cutAtAnswer && !answersLost) {
          answersLost = true;
          resetClient();
          server.shutdownOutput();
        }
        if (!answersLost) {
          faults.pass(Direction.TO_CLIENT, this::abandoned);
        }
        if (!answersLost) {
          client.getOutputStream().write(piece, 0, length);
        }
      }
      if (!answersLost && !silent) {
        client.shutdownOutput();
      }
    } catch (IOException e) {
      endTogether();
    } catch (InterruptedException e) {
      close();
    }
  }

  private void arm(Verdict.End end) {
    switch (end) {
      case NONE -> {}
      case AT_ONCE -> answersLost = true;
      case AT_ANSWER -> cutAtAnswer = true;
    }
  }

  private boolean abandoned() {
    return closed || answersLost;
  }

  // An error of either side becomes a reset of both, as if there were no proxy between them.
  private void endTogether() {
    if (!answersLost && !closed && !silent) {
      reset();
    }
  }

  private void resetClient() {
    quietly(
        () -> {
          client.setSoLinger(true, 0);
          client.close();
        });
    faults.wake();
  }

  /** Drops all that comes from now on, and tells neither side. */
  void silence() {
    silent = true;
  }

  /** Resets both sides at once. */
  void reset() {
    closed = true;
    resetClient();
    quietly(
        () -> {
          server.setSoLinger(true, 0);
          server.close();
        });
  }

  /** Closes both sides; repeating it does nothing. */
  void close() {
    closed = true;
    quietly(client::close);
    quietly(server::close);
    faults.wake();
  }

  private interface Closing {
    void run() throws IOException;
  }

  // A socket that fails to close is one that is closed already.
  private static void quietly(Closing closing) {
    try {
      closing.run();
    } catch (IOException alreadyClosed) {
      return;
    }
  }
}
