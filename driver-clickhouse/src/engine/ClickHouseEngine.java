import com.clickhouse.client.api.internal.ClickHouseLZ4InputStream;
import com.clickhouse.client.api.internal.ClickHouseLZ4OutputStream;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jpountz.lz4.LZ4Factory;

/**
 * A ClickHouse for tests: the engine as a library, behind as much of ClickHouse's HTTP interface as
 * clients use.
 *
 * <pre>ClickHouseEngine LIBRARY PORT DIRECTORY [PASSWORD]</pre>
 */
final class ClickHouseEngine {
  private static final int CONNECTIONS = 4;
  private static final long STACK = 16L << 20;
  private static final int AUTHENTICATION_FAILED = 516;
  private static final int BUFFER = 1 << 16;
  private static final Pattern INSERTION =
      Pattern.compile("(?is)(insert\\s.*)\\sformat\\s+(\\w+)\\s*");

  /** Parameters of a request that are no settings of the engine. */
  private static final Set<String> OWN =
      Set.of(
          "query",
          "database",
          "default_format",
          "compress",
          "decompress",
          "enable_http_compression",
          "wait_end_of_query",
          "buffer_size",
          "client_protocol_version",
          "query_id",
          "session_id",
          "session_check",
          "session_timeout",
          "role",
          "user",
          "password");

  private final EngineLibrary library;
  private final String password;
  private final BlockingQueue<Session> sessions = new ArrayBlockingQueue<>(CONNECTIONS);

  private ClickHouseEngine(EngineLibrary library, Path directory, String password) {
    this.library = library;
    this.password = password;
    for (int i = 0; i < CONNECTIONS; i++) {
      sessions.add(new Session(library, directory));
    }
  }

  public static void main(String[] arguments) throws IOException {
    EngineLibrary library = new EngineLibrary(Path.of(arguments[0]));
    ClickHouseEngine engine =
        new ClickHouseEngine(
            library, Path.of(arguments[2]), arguments.length > 3 ? arguments[3] : "");
    System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[1])),
            0);
    server.setExecutor(
        Executors.newCachedThreadPool(task -> new Thread(null, task, "request", STACK)));
    server.createContext("/", engine::handle);
    // the library's own end waits for threads of its own
    Runtime.getRuntime().addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(0)));
    server.start();
    System.out.println("ready on port " + arguments[1] + ", " + library.version());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (exchange.getRequestURI().getPath().equals("/ping")) {
        answer(exchange, new EngineLibrary.Answer(0, "Ok.\n".getBytes(StandardCharsets.UTF_8)));
        return;
      }
      Map<String, String> parameters = parameters(exchange.getRequestURI().getRawQuery());
      byte[] body = body(exchange, parameters.containsKey("decompress"));
      EngineLibrary.Answer answer = answerTo(exchange, parameters, body);
      boolean compressed = parameters.containsKey("compress");
      answer(
          exchange,
          compressed && answer.code() != AUTHENTICATION_FAILED && answer.body().length > 0
              ? new EngineLibrary.Answer(answer.code(), compressed(answer.body()))
              : answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private EngineLibrary.Answer answerTo(
      HttpExchange exchange, Map<String, String> parameters, byte[] body)
      throws IOException, InterruptedException {
    if (!password.equals(said(exchange, "X-ClickHouse-Key", password(exchange)))) {
      return EngineLibrary.Answer.failure(
          AUTHENTICATION_FAILED, "Authentication failed: password is incorrect");
    }
    String query = parameters.getOrDefault("query", "");
    Matcher insertion = INSERTION.matcher(query);
    boolean inserts = insertion.matches() && body.length > 0;
    byte[] statement =
        inserts
            ? insertion.group(1).getBytes(StandardCharsets.UTF_8)
            : query.isEmpty() ? body : query.getBytes(StandardCharsets.UTF_8);
    String database =
        parameters.getOrDefault("database", said(exchange, "X-ClickHouse-Database", "default"));
    String format =
        inserts
            ? insertion.group(2)
            : parameters.getOrDefault(
                "default_format", said(exchange, "X-ClickHouse-Format", "TSV"));
    Session session = sessions.take();
    try {
      return session.run(statement, inserts ? body : null, format, database, parameters);
    } finally {
      sessions.add(session);
    }
  }

  private static String password(HttpExchange exchange) {
    String basic = said(exchange, "Authorization", "");
    if (!basic.startsWith("Basic ")) {
      return "";
    }
    byte[] decoded = java.util.Base64.getDecoder().decode(basic.substring(6));
    String pair = new String(decoded, StandardCharsets.UTF_8);
    return pair.substring(pair.indexOf(':') + 1);
  }

  private static String said(HttpExchange exchange, String header, String otherwise) {
    String value = exchange.getRequestHeaders().getFirst(header);
    return value == null ? otherwise : value;
  }

  private static byte[] body(HttpExchange exchange, boolean compressed) throws IOException {
    InputStream raw = exchange.getRequestBody();
    try (InputStream in =
        compressed
            ? new ClickHouseLZ4InputStream(
                raw, LZ4Factory.fastestJavaInstance().fastDecompressor(), BUFFER)
            : raw) {
      return in.readAllBytes();
    }
  }

  private static byte[] compressed(byte[] body) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (OutputStream out =
        new ClickHouseLZ4OutputStream(
            all, LZ4Factory.fastestJavaInstance().fastCompressor(), BUFFER)) {
      out.write(body);
    }
    return all.toByteArray();
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : query == null || query.isEmpty() ? new String[0] : query.split("&")) {
      int equals = pair.indexOf('=');
      parameters.put(
          URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
          URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return parameters;
  }

  private void answer(HttpExchange exchange, EngineLibrary.Answer answer) throws IOException {
    var headers = exchange.getResponseHeaders();
    headers.set("Server", "ClickHouse " + library.version());
    headers.set("X-ClickHouse-Timezone", "UTC");
    int status = 200;
    if (answer.code() != 0) {
      headers.set("X-ClickHouse-Exception-Code", Integer.toString(answer.code()));
      status = answer.code() == AUTHENTICATION_FAILED ? 403 : 500;
    }
    exchange.sendResponseHeaders(status, answer.body().length == 0 ? -1 : answer.body().length);
    exchange.getResponseBody().write(answer.body());
  }

  /** A connection to the engine, for one request at a time. */
  private static final class Session {
    private final EngineLibrary library;
    private final MemorySegment connection;
    private String database = "default";

    Session(EngineLibrary library, Path directory) {
      this.library = library;
      this.connection = library.connect(directory);
    }

    EngineLibrary.Answer run(
        byte[] statement,
        byte[] rows,
        String format,
        String wanted,
        Map<String, String> parameters) {
      List<String> settings = new ArrayList<>();
      Map<String, String> values = new LinkedHashMap<>();
      try {
        if (!wanted.equals(database)) {
          EngineLibrary.Answer used = plain("USE `" + wanted.replace("`", "\\`") + "`");
          if (used.code() != 0) {
            return used;
          }
          database = wanted;
        }
        for (Map.Entry<String, String> each : parameters.entrySet()) {
          if (each.getKey().startsWith("param_")) {
            values.put(each.getKey().substring("param_".length()), each.getValue());
          } else if (!OWN.contains(each.getKey())) {
            EngineLibrary.Answer set =
                plain("SET " + each.getKey() + " = '" + quoted(each.getValue()) + "'");
            if (set.code() != 0) {
              return set;
            }
            settings.add(each.getKey());
          }
        }
        return rows == null
            ? library.query(connection, statement, format, values)
            : library.insert(connection, statement, format, rows);
      } finally {
        settings.forEach(name -> plain("SET " + name + " = DEFAULT"));
      }
    }

    private static String quoted(String value) {
      return value.replace("\\", "\\\\").replace("'", "\\'");
    }

    private EngineLibrary.Answer plain(String statement) {
      return library.query(connection, statement.getBytes(StandardCharsets.UTF_8), "TSV", Map.of());
    }
  }
}
