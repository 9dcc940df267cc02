package io.patternsdk.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The TCP sockets that this JVM holds, as Linux tells; elsewhere none are seen. */
final class OpenSockets {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6"));
  private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");
  // Columns of a row, by blanks: local address, remote address, and further on the inode.
  private static final int LOCAL = 1;
  private static final int REMOTE = 2;
  private static final int INODE = 9;

  private OpenSockets() {}

  static void into(Map<String, String> all) {
    if (!Files.isDirectory(DESCRIPTORS)) {
      return;
    }
    try {
      Map<String, String> connections = connections();
      try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
        for (Path descriptor : descriptors.toList()) {
          String inode = inode(descriptor);
          String connection = connections.get(inode);
          if (connection != null) {
            all.put("socket " + inode, connection);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list the open sockets", e);
    }
  }

  private static Map<String, String> connections() throws IOException {
    Map<String, String> byInode = new HashMap<>();
    for (Path table : TABLES) {
      if (!Files.exists(table)) {
        continue;
      }
      for (String row : Files.readAllLines(table)) {
        String[] columns = row.strip().split("\\s+", -1);
        byInode.put(
            columns[INODE],
            "socket of port " + port(columns[LOCAL]) + " to port " + port(columns[REMOTE]));
      }
    }
    return byInode;
  }

  private static String port(String address) {
    int colon = address.lastIndexOf(':');
    try {
      return Integer.toString(Integer.parseInt(address.substring(colon + 1), 16));
    } catch (NumberFormatException heading) {
      return address;
    }
  }

  // A descriptor may be closed between the listing and the look.
  private static String inode(Path descriptor) throws IOException {
    try {
      Matcher socket = SOCKET.matcher(Files.readSymbolicLink(descriptor).toString());
      return socket.matches() ? socket.group(1) : "";
    } catch (NoSuchFileException closed) {
      return "";
    }
  }
}
