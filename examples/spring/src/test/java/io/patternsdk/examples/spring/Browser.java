package io.patternsdk.examples.spring;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser that asks one instance or the other, as behind a load balancer. */
final class Browser implements AutoCloseable {
  private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

  private final CookieManager cookies = new CookieManager();
  private final HttpClient client = HttpClient.newBuilder().cookieHandler(cookies).build();

  private HttpResponse<String> ask(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.timeout(Duration.ofMinutes(1)).build(), BodyHandlers.ofString());
  }

  HttpResponse<String> get(URI instance, String path) throws IOException, InterruptedException {
    return ask(HttpRequest.newBuilder(instance.resolve(path)));
  }

  private HttpResponse<String> form(URI instance, String path, String token, String fields)
      throws IOException, InterruptedException {
    return ask(
        HttpRequest.newBuilder(instance.resolve(path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(fields + "&_csrf=" + encoded(token))));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  HttpResponse<String> post(URI instance, String path, String fields)
      throws IOException, InterruptedException {
    return form(instance, path, get(instance, "/csrf").body(), fields);
  }

  /** Fills in the form and returns where it leads. */
  Optional<String> login(URI instance, String password) throws IOException, InterruptedException {
    Matcher token = TOKEN.matcher(get(instance, "/login").body());
    if (!token.find()) {
      throw new IllegalStateException("the form has no token");
    }
    return form(instance, "/login", token.group(1), "username=ann&password=" + encoded(password))
        .headers()
        .firstValue("Location");
  }

  boolean loggedIn(URI instance) throws IOException, InterruptedException {
    return get(instance, "/").statusCode() == 200;
  }

  String session() {
    return cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals("SESSION"))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  @Override
  public void close() {
    client.close();
  }
}
