package io.patternsdk.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.patternsdk.core.json.JsonArray;
import io.patternsdk.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An identity provider: its metadata, its keys, tokens; and it fails on cue. */
public final class Issuer implements AutoCloseable {
  public static final RSAKey KEY = rsa("k1", 2048);
  public static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final HttpServer server;
  private final CountDownLatch end = new CountDownLatch(1);
  public final AtomicInteger reads = new AtomicInteger();
  public volatile String keys = published(KEY);
  public volatile int status = 200;
  public volatile boolean stalled;
  public volatile String named;

  public Issuer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    named = uri().toString();
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/.well-known/openid-configuration", this::metadata);
    server.createContext("/keys", this::keys);
    server.start();
  }

  public static RSAKey rsa(String id, int bits) {
    try {
      return new RSAKeyGenerator(bits, true).keyID(id).generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  public static String published(JWK... keys) {
    return new JWKSet(List.of(keys)).toString(true);
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The claims that are right; the test changes some. */
  public String claims() {
    return JsonObject.builder()
        .put("iss", uri().toString())
        .put("sub", "alice")
        .put("aud", "here")
        .put("exp", NOW.getEpochSecond() + 600)
        .put("roles", JsonArray.of("viewer"))
        .put("scope", "a b")
        .build()
        .toString();
  }

  public static String sign(RSAKey key, String claims) {
    return sign(header(JWSAlgorithm.RS256, key.getKeyID()), key, claims);
  }

  public static String sign(JWSHeader header, RSAKey key, String claims) {
    try {
      JWSObject token = new JWSObject(header, new Payload(claims));
      token.sign(new RSASSASigner(key.toRSAPrivateKey(), Set.of(AllowWeakRSAKey.getInstance())));
      return token.serialize();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  public static JWSHeader header(JWSAlgorithm algorithm, String key) {
    return new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).keyID(key).build();
  }

  private void metadata(HttpExchange exchange) throws IOException {
    answer(
        exchange,
        JsonObject.builder()
            .put("issuer", named)
            .put("jwks_uri", uri() + "/keys")
            .build()
            .toString());
  }

  private void keys(HttpExchange exchange) throws IOException {
    reads.incrementAndGet();
    answer(exchange, keys);
  }

  private void answer(HttpExchange exchange, String body) throws IOException {
    try (exchange) {
      if (stalled) {
        end.await();
      }
      byte[] bytes = body.getBytes(UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    end.countDown();
    server.stop(0);
  }
}
