package io.patternsdk.session.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.session.SessionStore;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.proxy.TcpProxy;
import io.patternsdk.testkit.server.RedisServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** HttpSession on a container, over HTTP, kept in Redis behind a proxy that counts round trips. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HttpSessionBehaviour {
  private static final String SECRET = "a secret of more than 32 characters";

  private final HttpClient client = HttpClient.newHttpClient();
  private final Pages pages = new Pages();
  private TcpProxy proxy;
  private Backend backend;
  private SessionStore store;
  private Container container;
  private String cookie = "";

  abstract Container.Start container();

  @BeforeAll
  void open(@TempDir Path directory) throws Exception {
    proxy = TcpProxy.to(RedisServer.shared());
    backend =
        DriverRegistry.load()
            .open(
                "redis",
                BackendOptions.named("redis")
                    .settings(Map.of("addresses", "redis://127.0.0.1:" + proxy.port()))
                    .namespace("http" + System.nanoTime()));
    store =
        SessionStore.builder()
            .region(backend)
            .secret(SECRET)
            .keys(Map.of("k1", "1".repeat(64)))
            .sweepInterval(Duration.ofHours(1))
            .start();
    SessionFilter filter =
        SessionFilter.builder(store)
            .allow("io.patternsdk.session.servlet.*")
            .listener(new Heard())
            .build();
    container = container().with(filter, pages.application(), directory);
  }

  @AfterAll
  void close() throws Exception {
    container.stop();
    store.close();
    backend.close();
    proxy.close();
  }

  @BeforeEach
  void aBrowserWithoutCookie() {
    cookie = "";
    Listening.HEARD.clear();
  }

  private HttpResponse<String> request(String path) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + container.port() + "/shop" + path));
    if (!cookie.isEmpty()) {
      request.header("Cookie", cookie);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /** Sends a request and keeps the cookie, as a browser does. */
  private HttpResponse<String> browse(String path) throws Exception {
    HttpResponse<String> response = request(path);
    response
        .headers()
        .firstValue("Set-Cookie")
        .ifPresent(set -> cookie = set.startsWith("SESSION=;") ? "" : set.split(";", 2)[0]);
    return response;
  }

  private String get(String path) throws Exception {
    return browse(path).body();
  }

  private String id() {
    return cookie.substring(cookie.indexOf('=') + 1);
  }

  /** Returns the round trips of a request; of several, the fewest, for others may be under way. */
  private long turns(String path) throws Exception {
    long fewest = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      long before = proxy.turns();
      get(path);
      fewest = Math.min(fewest, proxy.turns() - before);
    }
    return fewest;
  }

  @Test
  void whatIsSetIsThereInTheNextRequest() throws Exception {
    assertThat(get("/set?a=1&b=2")).isEqualTo("set");
    assertThat(get("/get?a")).isEqualTo("1");
    assertThat(get("/names")).isEqualTo("[a, b]");
    get("/remove?a");
    assertThat(get("/names")).isEqualTo("[b]");
    assertThat(store.find(id()).orElseThrow().attributes()).containsOnlyKeys("b");
  }

  @Test
  void theCookieIsSetOnceAndHasWhatWasAskedFor() throws Exception {
    HttpResponse<String> first = browse("/new");
    assertThat(first.body()).isEqualTo("true");
    assertThat(first.headers().allValues("Set-Cookie")).hasSize(1);
    assertThat(first.headers().firstValue("Set-Cookie").orElseThrow())
        .startsWith("SESSION=" + id())
        .contains("Path=/shop", "HttpOnly", "SameSite=Lax")
        .doesNotContain("Secure", "Max-Age", "Domain");
    HttpResponse<String> second = browse("/new");
    assertThat(second.body()).isEqualTo("false");
    assertThat(second.headers().allValues("Set-Cookie")).isEmpty();
  }

  @Test
  void aRequestCostsOneReadAndOneWriteOfWhatChanged() throws Exception {
    get("/set?a=1&b=2&c=3");
    assertThat(turns("/none")).isZero();
    assertThat(turns("/get?a")).isEqualTo(1);
    assertThat(turns("/set?a=5&b=6")).isEqualTo(2);
    assertThat(turns("/add?book")).isEqualTo(2);
    cookie = "";
    assertThat(turns("/none")).isZero();
    cookie = "SESSION=" + "x".repeat(44);
    long before = proxy.turns();
    assertThat(request("/has").body()).isEqualTo("false");
    assertThat(proxy.turns() - before).as("an invented id").isZero();
  }

  @Test
  void aNewSessionCostsOneWrite() throws Exception {
    long fewest = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      cookie = "";
      long before = proxy.turns();
      get("/set?a=1&b=2");
      fewest = Math.min(fewest, proxy.turns() - before);
    }
    assertThat(fewest).isEqualTo(1);
  }

  @Test
  void aChangeInsideAnObjectIsWritten() throws Exception {
    get("/add?book");
    get("/add?pen");
    assertThat(get("/get?cart")).isEqualTo("[book, pen]");
  }

  @Test
  void parallelRequestsThatSetDifferentAttributesLoseNone() throws Exception {
    get("/set?a=1");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<HttpResponse<String>>> answers =
          List.of(
              threads.submit(() -> request("/meet?left")),
              threads.submit(() -> request("/meet?right")));
      for (Future<HttpResponse<String>> answer : answers) {
        assertThat(answer.get().body()).isEqualTo("met");
      }
    }
    assertThat(get("/names")).isEqualTo("[a, left, right]");
  }

  @Test
  void anInvalidSessionIsGoneForAllAndLateWritesBringNothingBack() throws Exception {
    get("/set?a=1");
    String id = id();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<HttpResponse<String>> late = threads.submit(() -> request("/late"));
      pages.writing.await();
      HttpResponse<String> over = request("/invalidate");
      assertThat(over.body()).isEqualTo("true");
      assertThat(over.headers().firstValue("Set-Cookie").orElseThrow())
          .matches("SESSION=;.*(Max-Age=0|01 Jan 1970|01-Jan-1970).*")
          .contains("Path=/shop");
      pages.ended.countDown();
      assertThat(late.get().statusCode()).isEqualTo(200);
    }
    cookie = "SESSION=" + id;
    assertThat(get("/has")).isEqualTo("false");
    assertThat(store.find(id)).isEmpty();
  }

  @Test
  void anotherIdGetsWhatWasThereAndTheOldOneIsGone() throws Exception {
    get("/set?a=1");
    String old = id();
    assertThat(get("/login?ann")).isEqualTo("true");
    assertThat(id()).isNotEqualTo(old);
    assertThat(get("/get?a")).isEqualTo("1");
    assertThat(store.find(old)).isEmpty();
    assertThat(Listening.HEARD).contains("renamed true");
  }

  @Test
  void thePrincipalIsLoggedOutEverywhere() throws Exception {
    String user = "user" + System.nanoTime();
    get("/login?" + user);
    String first = cookie;
    cookie = "";
    get("/login?" + user);
    assertThat(store.list(user, 10, Optional.empty()).sessions()).hasSize(2);
    Listening.HEARD.clear();
    assertThat(store.logoutEverywhere(user)).isEqualTo(2);
    assertThat(Listening.HEARD).filteredOn(("destroyed of " + user)::equals).hasSize(2);
    assertThat(get("/has")).isEqualTo("false");
    cookie = first;
    assertThat(get("/has")).isEqualTo("false");
  }

  @Test
  void theIdleTimeIsKeptAndZeroIsNever() throws Exception {
    assertThat(get("/idle")).isEqualTo("1800");
    get("/idle?77");
    assertThat(get("/idle")).isEqualTo("77");
    assertThat(store.find(id()).orElseThrow().idle()).hasValue(Duration.ofSeconds(77));
    get("/idle?0");
    assertThat(store.find(id()).orElseThrow().idle()).isEmpty();
    assertThat(get("/idle")).isEqualTo("-1");
  }

  @Test
  void theRequestedIdIsTheCookies() throws Exception {
    assertThat(get("/requested")).isEqualTo("null false false false");
    get("/set?a=1");
    assertThat(get("/requested")).isEqualTo(id() + " true true false");
    store.delete(id());
    assertThat(get("/requested")).isEqualTo(id() + " false true false");
  }

  @Test
  void ofSeveralCookiesTheOneWithASessionCounts() throws Exception {
    get("/set?a=1");
    cookie = "SESSION=invented; " + cookie;
    HttpResponse<String> response = browse("/get?a");
    assertThat(response.body()).isEqualTo("1");
    assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  void theSessionIsSavedBeforeTheResponseLeaves() throws Exception {
    for (String page : List.of("/large", "/flush", "/error", "/redirect", "/length")) {
      cookie = "";
      HttpResponse<String> response = browse(page);
      assertThat(cookie).as(page).isNotEmpty();
      assertThat(store.find(id()).orElseThrow().attributes()).as(page).containsKey("a");
      assertThat(response.statusCode())
          .isEqualTo(page.equals("/error") ? 418 : page.equals("/redirect") ? 302 : 200);
    }
  }

  @Test
  void whatIsSetAfterTheResponseHasLeftIsWrittenToo() throws Exception {
    get("/flush");
    Eventually.within(Duration.ofSeconds(60))
        .check(() -> assertThat(store.find(id()).orElseThrow().attributes()).containsKey("b"));
  }

  @Test
  void whatIsSetAfterTheThreadWasLeftIsWrittenToo() throws Exception {
    get("/async");
    Eventually.within(Duration.ofSeconds(60))
        .check(
            () -> assertThat(store.find(id()).orElseThrow().attributes()).containsKeys("a", "b"));
  }

  @Test
  void whatCannotBeStoredIsRefusedAtOnce() throws Exception {
    assertThat(get("/unstorable")).contains("a session cannot keep a java.lang.Thread");
    assertThat(get("/names")).isEqualTo("[]");
  }

  @Test
  void theSessionIsUsedOutsideARequest() throws Exception {
    get("/set?a=1");
    get("/access");
    assertThat(get("/get?by")).isEqualTo("accessor");
  }

  @Test
  void listenersHearWhatHappensInOrder() throws Exception {
    get("/set?user=ann");
    assertThat(Listening.HEARD).containsExactly("created", "added user");
    Listening.HEARD.clear();
    get("/set?user=bob");
    assertThat(Listening.HEARD).containsExactly("replaced user ann");
    Listening.HEARD.clear();
    get("/remove?user");
    assertThat(Listening.HEARD).containsExactly("removed user bob");
    Listening.HEARD.clear();
    get("/set?user=carl");
    get("/invalidate");
    assertThat(Listening.HEARD)
        .containsExactly("added user", "destroyed of carl", "removed user carl");
  }
}
