package io.patternsdk.app.session.demo;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The server that the processes share, with all processes of its own. */
final class Server {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Path logs;
  private final int port;
  private final List<String> command;
  private ProcessHandle process;

  /** Takes over one that runs and was started by a command. */
  Server(Path logs, long pid, int port, List<String> command) {
    this.logs = logs;
    this.port = port;
    this.command = command;
    this.process = ProcessHandle.of(pid).orElseThrow();
    Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
  }

  /** Takes over one of which a file says the process, the port and the words of its command. */
  static Server read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    return new Server(
        file.getParent(),
        Long.parseLong(lines.get(0)),
        Integer.parseInt(lines.get(1)),
        lines.subList(2, lines.size()));
  }

  int port() {
    return port;
  }

  /** Kills all of it at once. */
  void kill() {
    List<ProcessHandle> all = Stream.concat(Stream.of(process), process.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(each -> each.onExit().join());
  }

  /** Kills all of it at once and starts it again. */
  void killAndStart() throws IOException, InterruptedException {
    kill();
    startAgain();
  }

  /** Starts one again that was killed, until it takes connections. */
  void startAgain() throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!accepts()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("the server did not start again");
      }
      if (!process.isAlive()) {
        process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                    ProcessBuilder.Redirect.appendTo(logs.resolve("server.log").toFile()))
                .start()
                .toHandle();
      }
      Thread.sleep(Duration.ofMillis(20));
    }
  }

  private boolean accepts() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return process.isAlive() && socket.isConnected();
    } catch (ConnectException notYet) {
      return false;
    }
  }
}
