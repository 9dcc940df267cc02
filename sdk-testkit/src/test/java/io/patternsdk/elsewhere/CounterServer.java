package io.patternsdk.elsewhere;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * A server in a process of its own. A request is a line, {@code NAME AMOUNT}; the answer is the new
 * total. What it has added is in a file before it answers.
 */
final class CounterServer {
  private final Map<String, Long> totals = new HashMap<>();
  private final Path file;

  private CounterServer(Path file) throws IOException {
    this.file = file;
    if (Files.exists(file)) {
      Files.readAllLines(file).forEach(this::count);
    }
  }

  /** Arguments: the port, the file. */
  public static void main(String[] arguments) throws IOException {
    CounterServer server = new CounterServer(Path.of(arguments[1]));
    try (ServerSocket socket =
        new ServerSocket(Integer.parseInt(arguments[0]), 50, InetAddress.getLoopbackAddress())) {
      while (true) {
        Socket client = socket.accept();
        Thread.startVirtualThread(() -> server.serve(client));
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        client.getOutputStream().write((add(line) + "\n").getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      System.err.println("a client is gone: " + e);
    }
  }

  private synchronized long add(String line) throws IOException {
    if (!line.endsWith(" 0")) {
      try (OutputStream out =
          Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    return count(line);
  }

  private long count(String line) {
    int space = line.lastIndexOf(' ');
    return totals.merge(
        line.substring(0, space), Long.parseLong(line.substring(space + 1)), Long::sum);
  }
}
