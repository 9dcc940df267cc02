package io.patternsdk.driver.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Changes one token, for one role, for the credentials of {@link S3ProxyRecipe}. */
final class FakeSts implements AutoCloseable {
  static final String ROLE = "arn:aws:iam::123456789012:role/files";
  static final String TOKEN = "a token of the cluster";

  private final HttpServer server;
  private final List<String> asked = new CopyOnWriteArrayList<>();

  FakeSts() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var unused = server.createContext("/", this::answer);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The requests so far, decoded. */
  List<String> asked() {
    return asked;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String form =
          URLDecoder.decode(new String(exchange.getRequestBody().readAllBytes(), UTF_8), UTF_8);
      asked.add(form);
      boolean known =
          form.contains("Action=AssumeRoleWithWebIdentity")
              && form.contains("RoleArn=" + ROLE)
              && form.contains("WebIdentityToken=" + TOKEN);
      byte[] body = (known ? granted() : refused()).getBytes(UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "text/xml");
      exchange.sendResponseHeaders(known ? 200 : 400, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static String granted() {
    return """
    <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
      <AssumeRoleWithWebIdentityResult>
        <AssumedRoleUser><Arn>%s</Arn><AssumedRoleId>ID:pattern-sdk</AssumedRoleId></AssumedRoleUser>
        <Credentials>
          <AccessKeyId>%s</AccessKeyId><SecretAccessKey>%s</SecretAccessKey>
          <SessionToken>a-session</SessionToken><Expiration>%s</Expiration>
        </Credentials>
      </AssumeRoleWithWebIdentityResult>
    </AssumeRoleWithWebIdentityResponse>
    """
        .formatted(
            ROLE,
            S3ProxyRecipe.ACCESS_KEY,
            S3ProxyRecipe.SECRET_KEY,
            Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS));
  }

  private static String refused() {
    return """
    <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
      <Error><Type>Sender</Type><Code>InvalidIdentityToken</Code>
        <Message>nobody knows this token</Message></Error>
    </ErrorResponse>
    """;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
