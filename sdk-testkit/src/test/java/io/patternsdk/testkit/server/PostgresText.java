package io.patternsdk.testkit.server;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** PostgreSQL's simple queries with answers of one value, enough to test a fixture. */
final class PostgresText implements AutoCloseable {
  private static final int PROTOCOL = 3 << 16;
  private static final int TLS_REQUEST = (1234 << 16) + 5679;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final String login;

  private PostgresText(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
    this.out = new DataOutputStream(socket.getOutputStream());
    byte[] who = "user\0postgres\0database\0postgres\0\0".getBytes(StandardCharsets.US_ASCII);
    out.writeInt(8 + who.length);
    out.writeInt(PROTOCOL);
    out.write(who);
    out.flush();
    this.login = answer();
  }

  static PostgresText connect(TestServer server) throws IOException {
    return new PostgresText(Probes.connect(server.port()));
  }

  static PostgresText connectEncrypted(TestServer server) throws IOException {
    Socket plain = Probes.connect(server.port());
    DataOutputStream out = new DataOutputStream(plain.getOutputStream());
    out.writeInt(8);
    out.writeInt(TLS_REQUEST);
    out.flush();
    if (plain.getInputStream().read() != 'S') {
      throw new IOException("no TLS");
    }
    return new PostgresText(
        server
            .certificate()
            .trust()
            .getSocketFactory()
            .createSocket(plain, "127.0.0.1", server.port(), true));
  }

  /** What came of the connection: empty, {@code SASL} or an error. */
  String login() {
    return login;
  }

  /** The first value of the answer, or the error. */
  String ask(String query) throws IOException {
    byte[] text = (query + "\0").getBytes(StandardCharsets.UTF_8);
    out.writeByte('Q');
    out.writeInt(4 + text.length);
    out.write(text);
    out.flush();
    return answer();
  }

  private String answer() throws IOException {
    String first = "";
    while (true) {
      char kind = (char) in.readByte();
      byte[] body = in.readNBytes(in.readInt() - 4);
      switch (kind) {
        case 'Z' -> {
          return first;
        }
        case 'R' -> {
          if (body[3] == 10) {
            return "SASL";
          }
        }
        case 'D' -> first = value(body);
        case 'E' -> {
          first = new String(body, StandardCharsets.UTF_8).replace('\0', ' ').strip();
          if (first.startsWith("SFATAL")) {
            return first;
          }
        }
        default -> {}
      }
    }
  }

  private static String value(byte[] row) throws IOException {
    DataInputStream fields = new DataInputStream(new ByteArrayInputStream(row));
    fields.readShort();
    return new String(fields.readNBytes(fields.readInt()), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
